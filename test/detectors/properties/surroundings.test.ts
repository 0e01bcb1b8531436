/** Nobody hides what must be seen by writing much around it, and ordinary words around it make it no less true. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SCHOOL } from '../pupils-school.ts'
import { look } from '../room.ts'
import { ORDINARY, ordinary, TELLING, TRIES, WORD_RULES } from './arbitraries.ts'

const kinds = async (text: string): Promise<string[]> => {
  const findings = await look(text, { rules: WORD_RULES, directory: SCHOOL })
  return [...new Set(findings.map(({ rule, category }) => `${rule} ${category ?? ''}`))].sort()
}

describe('ordinary words', () => {
  it('are found to be ordinary', async () => {
    expect(await kinds(ORDINARY.join('\n\n'))).toEqual([])
  })

  it.each(TELLING)('take nothing away from: %s', async (telling) => {
    const alone = await kinds(telling)
    expect(alone).not.toEqual([])
    const around = fc.asyncProperty(ordinary(12), ordinary(12), async (before, after) => {
      for (const text of [`${before}\n\n${telling}`, `${telling}\n\n${after}`, `${before}\n\n${telling}\n\n${after}`])
        expect(await kinds(text), text).toEqual(alone)
    })
    await fc.assert(around, TRIES(8))
  })

  it.each(TELLING)('in great number take nothing away from: %s', async (telling) => {
    const alone = await kinds(telling)
    const long = Array.from({ length: 400 }, (_, i) => ORDINARY[i % ORDINARY.length]).join('\n\n')
    expect(await kinds(`${long}\n\n${telling}\n\n${long}`)).toEqual(alone)
  })
})
