/** A quick look that passes something by must not have missed anything: the closer look finds the same without it. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { compileLexicon } from '../../src/detectors/detectors.ts'
import { read } from '../../src/detectors/reading.ts'
import { mostOfRequest, requestSigns } from '../../src/detectors/request-evidence.ts'
import { WEIGHTS } from '../../src/detectors/request-weights.ts'
import { REQUEST_HINTS } from '../../src/detectors/request-words.ts'
import { tokensIn } from '../../src/detectors/secret-tokens.ts'
import { indexTerms } from '../../src/detectors/term-index.ts'
import { emptyDirectory } from '../../src/directory/directory.ts'
import { parseMessage } from '../../src/message/message.ts'
import { lettersOf } from '../corpus/letters.ts'

const FOLDER = new URL('../../config/lexicons/', import.meta.url)
const lexicon = compileLexicon(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.txt'))
    .map((name) => ({ name, text: readFileSync(new URL(name, FOLDER), 'utf8') })),
)
const weightOf = (sign: string): number => WEIGHTS.get(sign) ?? 0

describe('a quick look', () => {
  it('at the words of a sentence passes no sign of a request by', async () => {
    const mostOf = mostOfRequest(weightOf)
    for (const letter of lettersOf('develop')) {
      const message = await parseMessage(letter.raw(), letter.envelope())
      for (const text of message.texts) {
        const reading = read(text, emptyDirectory([]), lexicon, undefined)
        for (const [at, sentence] of reading.sentences.entries()) {
          const around = reading.surroundings[at]!
          const hints = REQUEST_HINTS.among(reading.words, sentence.first, sentence.last)
          const signs = requestSigns(indexTerms(reading), sentence, around)
          expect(requestSigns(indexTerms(reading), sentence, around, hints)).toEqual(signs)
          if (signs.length > 0)
            expect(mostOf(sentence, around, hints) + 1e-9).toBeGreaterThanOrEqual(
              signs.reduce((sum, sign) => sum + weightOf(sign), 0),
            )
        }
      }
    }
  })

  it.each([
    '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END',
    'AKIAIOSFODNN7EXAMPLE',
    'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
    'github_pat_abcdefghijklmnopqrstuvwxyz0123456789',
    'glpat-abcdefghij1234567890',
    'xoxb-123456789012-abcdef',
    'AIzaabcdefghijklmnopqrstuvwxyz0123456789',
    'GOCSPX-abcdefghij1234567890',
    'sk_live_abcdefghij123456',
    'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789',
    'SG.abcdefghijklmnop12.abcdefghijklmnop34',
    'npm_abcdefghijklmnopqrstuvwxyz0123456789',
    'eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.abcdefghijkl',
    'nr :AAabcdefghijklmnopqrstuvwxyz0123456',
    'sv=2024-01-01&sig=abcdefghijklmnopqrst1234',
    'https://hooks.slack.com/services/T0123456/B0123456/abcdefghij1234567890',
    'AccountKey=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGH',
    'X-Api-Key: ab12cd34ef',
    'apikey=ab12cd34ef',
    'client_secret = ab12cd34ef',
    'clientsecret: ab12cd34ef',
    'secretkey=ab12cd34ef',
    'accessToken=ab12cd34ef',
    'Server=sql01;User Id=sync;Password=ab12cd34ef',
    'SMTP_PASS=ab12cd34ef',
    'SIGNING_KEY: ab12cd34ef',
    'Authorization: Bearer abcdefghij1234567890',
    'Basic YWxhZGRpbjpvcGVuc2VzYW1l==',
    'https://jan:ab12cd34@server.example',
  ])('at the words of a text passes no key by: %s', (text) => {
    const reading = read({ text, role: 'own', place: { in: 'text' } }, emptyDirectory([]), lexicon, undefined)
    expect(tokensIn(reading)).toHaveLength(1)
  })
})
