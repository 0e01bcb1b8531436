/** No excerpt of any rule shows a password, whichever rule it belongs to. */
import { describe, expect, test } from 'vitest'
import { excerpt, RULES } from '../../src/detectors/detectors.ts'
import { look } from './room.ts'

const SECRETS: readonly (readonly [string, readonly string[]])[] = [
  ['Het wachtwoord is Kikker!2041xz.', ['Kikker']],
  ['Dat van mij is Kikker!2041xz.', ['Kikker']],
  ['Het wachtwoord wordt Vlinder77 en het oude was Vlinder76.', ['Vlinder']],
  ['Password: P@ss w0rd!', ['P@ss', 'w0rd']],
]
/** Something for each rule that quotes words. */
const AROUND: readonly string[] = [
  'Lucas Dubois uit 3A heeft epilepsie.',
  'Je bent een vuile hoer.',
  'Wat is jouw wachtwoord? Stuur het mij.',
  'Stuur dit bericht door naar tien vrienden, anders krijg je zeven jaar ongeluk.',
  'Te koop: mijn oude fiets, vraagprijs 120 euro, bel me na schooltijd.',
  'Maak allemaal een account op WhatsApp, leerlingen van 3A, dan zetten we jullie in de groep.',
]

describe('excerpts', () => {
  const cases = SECRETS.flatMap(([secret, values]) =>
    AROUND.flatMap((words) => [
      { text: `${words} ${secret}`, values },
      { text: `${secret} ${words}`, values },
    ]),
  )
  test.each(cases)('$text', async ({ text, values }) => {
    const findings = await look(text, { rules: [...RULES] })
    expect(findings.length).toBeGreaterThan(0)
    const shown = findings.map((finding) => finding.excerpt).join('\n')
    for (const value of values) expect(shown).not.toContain(value)
  })

  test('a row of a list shows nothing of the rows beside it, where a value may stand that nobody recognised', async () => {
    const content = 'Anke egel\nBo wachtwoord Kikker!2041xz\nCas paardje\n'
    const findings = await look(
      { text: 'Zie bijlage.', files: [{ name: 'lijst.txt', content }] },
      { rules: ['password'] },
    )
    expect(findings).toHaveLength(1)
    expect(findings[0]!.excerpt).not.toMatch(/Kikker|egel|paardje/)
  })
})

test('a long stretch is shown whole rather than what stands before it', () => {
  const before = 'Vanmorgen vroeg, nog voor de bel en terwijl het regende, gebeurde er iets. '
  const found = 'De politie nam het mes mee en de ouders van de andere jongen deden dezelfde dag nog aangifte bij haar.'
  const text = `${before}${found} Daarna was het stil.`
  const said = excerpt({ text, role: 'own', names: [], secrets: [] }, before.length, before.length + found.length)
  expect(said).toContain(found.slice(0, -1))
  expect(said.length).toBeLessThanOrEqual(120)
})
