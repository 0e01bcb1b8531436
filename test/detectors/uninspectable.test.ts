/** What a teacher reads when something could not be read: which limit or lock it was, and one step that helps. */
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { tellingOf } from '../../src/detectors/uninspectable-words.ts'
import type { Place, Unread } from '../../src/message/message.ts'
import { pdfEncrypted, pdfScan } from '../attachments/pdf-writer.ts'
import { writeZip, zipOf } from '../attachments/zip-writer.ts'
import { type File, look } from './room.ts'

const FILE: Place = { in: 'attachment', file: 'x' }
const TEXT: Place = { in: 'text' }
const told = (reason: Unread['reason'], detail: string, place = FILE): string => tellingOf({ reason, detail, place }).nl

type Detail = readonly [reason: Unread['reason'], detail: string, words: string, place: Place]
const BY_FILE: readonly (readonly [reason: Unread['reason'], detail: string, words: string])[] = [
  ['encrypted', 'entry', 'Pak het in zonder wachtwoord'],
  ['encrypted', '7z', 'Pak het in zonder wachtwoord'],
  ['encrypted', 'office', 'document met een wachtwoord'],
  ['encrypted', 'odf', 'document met een wachtwoord'],
  ['encrypted', 'pdf', 'pdf met een wachtwoord'],
  ['encrypted', 'sealed', 'S/MIME'],
  ['limit', 'depth', 'archief in archief. Stuur de bestanden los'],
  ['limit', 'files', 'te veel bestanden'],
  ['limit', 'size', 'te groot om na te kijken. Deel het'],
  ['limit', 'unpacked', 'meer dan één bericht'],
  ['limit', 'ratio', 'honderden keren groter'],
  ['limit', 'pages', 'Splits het in kleinere pdf’s'],
  ['limit', 'text', 'twee berichten'],
  ['limit', 'memory', 'te zwaar'],
  ['limit', 'ocr', 'meer afbeeldingen met tekst'],
  ['unknown-format', 'scan', 'scan zonder tekst'],
  ['unknown-format', 'no-text', 'waar de pdf van gemaakt is'],
  ['unknown-format', 'rtf-object', 'Stuur dat bestand los mee'],
  ['unknown-format', 'xlsb', 'xlsx'],
  ['unknown-format', 'xfa', 'pdf-formulier'],
  ['unknown-format', 'heic', 'jpg of png'],
  ['unknown-format', 'compression 14', 'gewone zip'],
  ['unknown-format', 'packed', 'gewone zip'],
  ['unknown-format', 'message/partial', 'hele bestand'],
  ['unknown-format', 'unknown', 'Bewaar het als pdf'],
  ['broken', 'entry', 'in een archief dat beschadigd is'],
  ['broken', 'volume', 'één stuk van een archief'],
  ['broken', 'unlisted entry', 'archief dat beschadigd is'],
  ['broken', 'file names of different kinds', 'twee namen'],
  ['broken', 'page', 'Open het, bewaar het opnieuw'],
  ['reader-crashed', '', 'kon niet worden gelezen'],
  ['reader-timeout', '', 'niet op tijd'],
]

const BY_TEXT: typeof BY_FILE = [
  ['encrypted', 'PGP message', 'PGP'],
  ['limit', 'text too long', 'Zet de tekst in een document'],
  ['limit', 'too many parts', 'Begin een nieuw bericht'],
  ['limit', 'nested too deeply', 'Begin een nieuw bericht'],
  ['broken', 'repeated Content-Type', 'plak de tekst'],
  ['disputed', 'repeated Content-Type', 'is nagekeken'],
]
const DETAILS: readonly Detail[] = [
  ...BY_FILE.map((row): Detail => [...row, FILE]),
  ...BY_TEXT.map((row): Detail => [...row, TEXT]),
]

describe('the words of uninspectable', () => {
  it.each(DETAILS)('%s %s: %s', (reason, detail, words, place) => {
    expect(told(reason, detail, place)).toContain(words)
  })
  it('has whole sentences in three languages', () => {
    for (const [reason, detail, , place] of DETAILS) {
      const { nl, fr, en } = tellingOf({ reason, detail, place })
      expect(new Set([nl, fr, en]).size).toBe(3)
      for (const text of [nl, fr, en]) expect(text).toMatch(/^[a-zé].{20,300}\.$/)
    }
  })
  it('has words for a detail that nobody thought of', () => {
    for (const place of [FILE, TEXT])
      for (const reason of [
        'encrypted',
        'limit',
        'unknown-format',
        'broken',
        'reader-crashed',
        'reader-timeout',
      ] as const)
        expect(told(reason, 'iets nieuws', place)).toMatch(/\.$/)
  })
})

const deep = (): Buffer => {
  let zip = zipOf({ 'lijst.txt': 'x' })
  for (let i = 0; i < 9; i += 1) zip = zipOf({ 'map.zip': zip })
  return zip
}

const FILES: readonly (readonly [words: string, file: File])[] = [
  ['zit te diep: archief in archief. Stuur de bestanden los.', { name: 'diep.zip', content: deep() }],
  ['is een scan zonder tekst', { name: 'brief.pdf', content: pdfScan() }],
  ['is een pdf met een wachtwoord', { name: 'brief.pdf', content: pdfEncrypted() }],
  ['honderden keren groter', { name: 'nul.gz', content: gzipSync(Buffer.alloc(9_000_000)) }],
  [
    'te veel bestanden',
    { name: 'a.zip', content: writeZip(Array.from({ length: 2_100 }, (_, i) => ({ name: `${i}.txt`, data: '' }))) },
  ],
]

describe('a file that cannot be read', () => {
  it.each(FILES)('%s', async (words, file) => {
    const found = await look({ text: 'zie bijlage', files: [file] }, { rules: ['uninspectable'] })
    expect(found.map(({ because }) => because.nl).join()).toContain(words)
    expect(found).toHaveLength(1)
  })
})
