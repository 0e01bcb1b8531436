/** The sentence model: learned from what lies beside it, and a help where no single word tells. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { digestOfSources } from '../../scripts/train-sources.ts'
import { compileLexicon } from '../../src/detectors/detectors.ts'
import { openMeaning } from '../../src/detectors/meaning.ts'
import { SCHOOL } from './pupils-school.ts'
import { look } from './room.ts'

const bytes = readFileSync(new URL('../../config/model/meaning.bin', import.meta.url))

describe('the model', () => {
  it('was trained on the sentences and concepts that lie beside it (npm run train)', () => {
    const head = JSON.parse(bytes.subarray(0, bytes.indexOf(10)).toString()) as { from: string }
    expect(head.from).toBe(digestOfSources())
  })

  it('refuses to work with another thesaurus than it was trained with', () => {
    expect(() => openMeaning(bytes, compileLexicon([{ name: 'x', text: '[kin]\noma' }]))).toThrow(/npm run train/)
  })
})

const HITS = [
  'Milan Jacobs slaapt sinds zondag bij zijn grootouders, zijn vader mag niet meer in de buurt van het huis komen.',
  'Lotte Maes heeft in het toilet weer haar middageten uitgebraakt en zegt dat ze te dik is.',
  'Youssef El Amrani mag niet meer alleen naar buiten: gisteren viel hij stijf op de grond en schudde hij over heel zijn lijf.',
]
const NEAR_MISSES = [
  'Noor De Smet draagt vandaag de trui van de klas en deelt haar boterhammen met de knuffel van de week.',
  'Youssef El Amrani mag als eerste naar buiten: gisteren stond hij stijf van de zenuwen en toch won hij de quiz.',
]
const sensitive = (text: string) => look(text, { rules: ['sensitive-pupil-data'], directory: SCHOOL })

describe('what no single word tells', () => {
  it.each(HITS)('is seen: %s', async (text) => expect(await sensitive(text)).toHaveLength(1))
  it.each(NEAR_MISSES)('is not imagined: %s', async (text) => expect(await sensitive(text)).toEqual([]))
})
