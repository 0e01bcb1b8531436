/** What is found is what was written, however a mail program packed it: no encoding, charset or layout hides anything. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/detectors/detectors.ts'
import { SCHOOL } from '../pupils-school.ts'
import { judge } from '../room.ts'
import { ORDINARY, TELLING, TRIES, WORD_RULES } from './arbitraries.ts'
import { CHARSETS, ENCODINGS, type Packed, type Packing, pack } from './packing.ts'

const ENVELOPE = { mailFrom: 'els.peeters@school.example', rcptTo: ['mia@ouder.example'] }
// Every rule that reads words, the files and the layout with them.
const LOOK = { rules: [...WORD_RULES, 'missing-signature', 'anonymous-sender'], directory: SCHOOL } as const

/** A letter as a teacher writes it, in lines; what it tells stands somewhere in it. */
const letter = fc
  .record({
    before: fc.constantFrom(...ORDINARY),
    telling: fc.shuffledSubarray([...TELLING], { minLength: 1, maxLength: 3 }),
    after: fc.constantFrom(...ORDINARY),
  })
  .map(({ before, telling, after }): readonly string[] => [
    'Dag collega,',
    before,
    ...telling,
    `${after} Het café op de hoek is dan al open, de coöperatie van ’t dorp betaalt €5.`,
    'Met vriendelijke groeten,\nEls Peeters',
  ])

/** A finding without its line, which is the layout's to say. */
const kind = ({ rule, category, place, confidence, subject }: Finding): string =>
  [rule, category, place.in, confidence, subject?.id].join(' | ')
const told = (finding: Finding): string => `${kind(finding)} | ${finding.excerpt}`

const seen = async (packed: Packed, packing: Packing, tell = told): Promise<string[]> =>
  (await judge(pack(packed, packing), ENVELOPE, LOOK)).map(tell).sort()

const PLAIN: Packing = { encoding: 'base64', charset: 'utf-8', as: 'text' }

describe('findings do not depend on', () => {
  it('transfer encoding and charset', async () => {
    const kinds = fc.record({ encoding: fc.constantFrom(...ENCODINGS), charset: fc.constantFrom(...CHARSETS) })
    const same = fc.asyncProperty(letter, kinds, async (paragraphs, { encoding, charset }) => {
      const asSent = await seen({ paragraphs }, { encoding, charset, as: 'text' })
      expect(asSent).toEqual(await seen({ paragraphs }, PLAIN))
      expect(asSent.length).toBeGreaterThan(0)
    })
    await fc.assert(same, TRIES(80))
  })

  it('plain text, HTML or both, in either order', async () => {
    const same = fc.asyncProperty(letter, fc.constantFrom(...ENCODINGS), async (paragraphs, encoding) => {
      // An excerpt reaches a word further where a page has one blank line less.
      const plain = await seen({ paragraphs }, PLAIN, kind)
      for (const as of ['html', 'both', 'html-first'] as const)
        expect(await seen({ paragraphs }, { encoding, charset: 'utf-8', as }, kind), as).toEqual(plain)
    })
    await fc.assert(same, TRIES(40))
  })

  it('where lines are broken', async () => {
    const width = fc.integer({ min: 72, max: 78 })
    const same = fc.asyncProperty(letter, width, fc.boolean(), async (paragraphs, wrap, flowed) => {
      const plain = await seen({ paragraphs }, PLAIN)
      expect(await seen({ paragraphs }, { ...PLAIN, wrap, flowed })).toEqual(plain)
    })
    await fc.assert(same, TRIES(80))
  })

  it('the order of the parts', async () => {
    const named = fc.shuffledSubarray([...TELLING], { minLength: 2, maxLength: 3 })
    const same = fc.asyncProperty(letter, named, fc.infiniteStream(fc.nat()), async (paragraphs, files, chance) => {
      const attached = files.map((content, i) => ({ name: `verslag ${i + 1}.txt`, content }))
      const first = await seen({ paragraphs, files: attached }, PLAIN)
      const order = (): number => chance.next().value % 3
      const shuffled = { paragraphs, files: attached.toSorted(() => order() - 1), bodyAt: order() }
      expect(await seen(shuffled, PLAIN)).toEqual(first)
    })
    await fc.assert(same, TRIES(25))
  })

  it('characters that nobody sees', async () => {
    const unseen = fc.constantFrom('\u00ad', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u200e')
    const sown = fc.record({ sign: unseen, every: fc.integer({ min: 2, max: 9 }) })
    const same = fc.asyncProperty(letter, sown, async (paragraphs, { sign, every }) => {
      const sow = (text: string): string => text.replace(/(?<=\p{L})(?=\p{L})/gu, (_, at) => (at % every ? '' : sign))
      const plain = await seen({ paragraphs }, PLAIN)
      expect(await seen({ paragraphs: paragraphs.map(sow) }, PLAIN)).toEqual(plain)
    })
    await fc.assert(same, TRIES(60))
  })
})
