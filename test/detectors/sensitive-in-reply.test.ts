import { expect, it } from 'vitest'
import { SCHOOL } from './pupils-school.ts'
import { type Letter, look } from './room.ts'

const seen = (letter: Letter) =>
  look(letter, { rules: ['sensitive-in-reply', 'sensitive-pupil-data'], directory: SCHOOL })

const reply = (own: string, quoted: string): Letter => ({
  subject: 'RE: overleg',
  headers: ['In-Reply-To: <0@school.example>'],
  text: `${own}\n\nOp ma 2 nov 2026 om 09:15 schreef Jan De Vos <jan.devos@school.example>:\n${quoted
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')}\n`,
})

it.each([
  ['medical', 'Noor De Smet heeft ADHD en neemt Rilatine.'],
  ['family', 'Mijn dochter Lotte woont sinds de echtscheiding bij haar papa.'],
  ['psycho-social', 'Milan Jacobs wordt gepest en durft niet meer naar school.'],
  ['medical', 'Mijn zoon heeft epilepsie.'],
])('%s in the quoted part only: %s', async (category, quoted) => {
  const findings = await seen(reply('Dank je, ik bekijk het.', quoted))
  expect(findings.map((f) => [f.rule, f.category])).toContainEqual(['sensitive-in-reply', category])
  expect(findings.filter((f) => f.rule === 'sensitive-pupil-data')).toEqual([])
})

it('does not tell twice what the own part tells', async () => {
  const findings = await seen(reply('Ja, Noor De Smet heeft ADHD.', 'Heeft Noor De Smet ADHD?'))
  expect(findings.map((f) => f.rule)).toEqual(['sensitive-pupil-data'])
})

it('a forwarded message counts as quoted', async () => {
  const findings = await seen({
    subject: 'FW: Lotte',
    text: 'Ter info.\n\n-----Oorspronkelijk bericht-----\nVan: Jan De Vos\nVerzonden: maandag 2 november 2026 9:15\nAan: Els Peeters\nOnderwerp: Lotte\n\nLotte Maes snijdt zichzelf.\n',
  })
  expect(findings.map((f) => f.rule)).toContain('sensitive-in-reply')
})

it.each(['Tot donderdag op de infoavond over ADHD!', 'Noor was haar turnzak vergeten.'])(
  'nothing: %s',
  async (quoted) => expect(await seen(reply('Prima.', quoted))).toEqual([]),
)
