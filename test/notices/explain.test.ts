/** From a decision to plain words: what is told, merged, counted and kept back. */
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../src/detectors/detectors.ts'
import { bounceNotice, explain, heldNotice } from '../../src/notices/notices.ts'
import type { Hit, Pack } from '../../src/policy/policy.ts'
import { finding, policyOf } from '../policy/seen.ts'
import { aboutOf, decided, decisionOf, flat, GROUP, packOf, read } from './about.ts'

const because = (nl: string): Finding['because'] => ({ nl, fr: `fr ${nl}`, en: `en ${nl}` })
const password = (line: number, more: Partial<Finding> = {}) =>
  finding('password', { place: { in: 'text', line }, because: because('Hier staat een wachtwoord.'), ...more })
const told = (findings: readonly Finding[], pack = 'moretus-ekeren') =>
  explain(packOf(pack), decisionOf({ findings, pack }), 'nl')
const hit = (more: Partial<Hit>): Hit => ({
  rule: 'password',
  mode: 'enforce',
  outcome: 'hold',
  wouldBe: 'hold',
  ...more,
})

test('what was found, where, and the clause word for word', () => {
  const { reasons, more } = told([password(3, { excerpt: 'het wachtwoord is ••••••' })])
  expect(more).toBe(0)
  expect(reasons).toMatchObject([
    {
      rule: 'password',
      outcome: 'bounce',
      sightings: [
        { because: 'Hier staat een wachtwoord.', place: 'tekst, regel 3', excerpt: 'het wachtwoord is ••••••' },
      ],
      clause: {
        id: 'ME-3-password',
        section: '3 Emailbeleid',
        quote: expect.stringContaining('Verzend nooit een wachtwoord'),
      },
    },
  ])
})

test('strictest first, each rule once, the same place once', () => {
  const held = finding('sensitive-pupil-data', { category: 'medical' })
  const { reasons } = told([held, password(1, { excerpt: 'a' }), password(1, { excerpt: 'b' }), password(7)])
  expect(reasons.map(({ rule, outcome }) => `${rule} ${outcome}`)).toEqual([
    'password bounce',
    'sensitive-pupil-data hold',
  ])
  expect(reasons[0]!.sightings.map(({ place }) => place)).toEqual(['tekst, regel 1', 'tekst, regel 7'])
})

test('two group addresses in one field are both told', () => {
  const other = { ...GROUP, excerpt: 'ouders@school.example', because: because('ouders@school.example is een groep.') }
  expect(told([GROUP, other]).reasons[0]!.sightings).toHaveLength(2)
})

test('at most eight sightings, and every rule keeps one', () => {
  const many = Array.from({ length: 20 }, (_, i) => password(i + 1))
  const { reasons, more } = told([...many, finding('sensitive-pupil-data'), GROUP])
  expect(reasons.map(({ sightings }) => sightings.length).reduce((a, b) => a + b)).toBe(8)
  expect(reasons.every(({ sightings }) => sightings.length > 0)).toBe(true)
  expect(more).toBe(14)
})

test('what only watches or is excepted is not told', () => {
  const decision = decided([], [hit({ mode: 'shadow', outcome: 'forward', wouldBe: 'bounce', finding: password(1) })])
  expect(explain(packOf('kindante'), decision, 'nl').reasons).toEqual([])
})

test('a kind of content in words', () => {
  const { reasons } = told([
    finding('sensitive-pupil-data', { category: 'medical' }),
    password(1, { category: 'wifi' }),
  ])
  expect(reasons.map(({ sightings }) => sightings[0]!.category)).toEqual(['', 'medisch'])
})

describe('what could not be checked', () => {
  test('says so, and does not claim what the rule would have said', () => {
    const decision = decisionOf({ findings: [], unknown: ['password', 'contact-data'] })
    const { reasons } = explain(packOf('moretus-ekeren'), decision, 'nl')
    expect(reasons).toHaveLength(1)
    expect(reasons[0]!.title).toBe('Het bericht kon niet helemaal worden nagekeken')
    expect(JSON.stringify(reasons)).not.toMatch(/wachtwoord|RangeError/)
  })
})

describe("a school's own rule", () => {
  const { pack } = policyOf(`clauses: []
ownRules:
  - {id: nacht, when: time.hour >= 22, outcome: hold, mode: enforce, because: {nl: Het is laat., fr: Il est tard., en: It is late.}}
`)
  const explained = (of: Pack) => explain(of, decided([], [hit({ rule: 'own:nacht' })]), 'fr').reasons[0]!

  test('speaks in its own words', () => {
    expect(explained(pack)).toMatchObject({
      title: 'Il est tard',
      sightings: [],
      steps: [expect.stringContaining('Adaptez')],
    })
  })
})

describe('names of files', () => {
  const place = (more: object): Finding =>
    finding('sensitive-pupil-data', { place: { in: 'attachment', file: 'Verslag ADHD Noor De Smet.docx', ...more } })
  const placeOf = (found: Finding) => told([found]).reasons[0]!.sightings[0]!.place

  test('a name that was itself found is hinted at', () => {
    expect(placeOf(place({}))).toBe('bijlage Ver….docx')
  })
  test('a file something stands in is named', () => {
    expect(placeOf(place({ page: 2 }))).toBe('bijlage Verslag ADHD Noor De Smet.docx, pagina 2')
  })
  test('so is one that cannot be read', () => {
    const unread = finding('uninspectable', {
      place: { in: 'attachment', file: 'dossier.zip' },
      excerpt: 'dossier.zip',
    })
    expect(told([unread]).reasons[0]!.sightings[0]).toMatchObject({ place: 'bijlage dossier.zip', excerpt: '' })
  })
})

describe('a file that cannot be opened', () => {
  const unquoted = (text: string) => flat(text.replace(/^\s*\| /gm, ''))
  const locked = finding('uninspectable', { place: { in: 'attachment', file: 'dossier.zip' }, category: 'encrypted' })
  const program = finding('dangerous-attachment', { place: { in: 'attachment', file: 'x.exe' } })

  test.each([
    ['moretus-ekeren', 'ME-3.2-danger'],
    ['campus-sint-jan', 'SJ-3.2-danger'],
  ])('%s: its sender reads what the clause asks, and not that accounts with viruses are blocked', async (pack, id) => {
    const [reason] = told([locked], pack).reasons
    expect(reason?.clause).toMatchObject({ id, quote: expect.stringContaining('niet leiden tot beveiligingsgevaren') })
    const { text } = await read(heldNotice(aboutOf({ findings: [locked], pack }), Date.now()))
    expect(unquoted(text)).toContain('niet leiden tot beveiligingsgevaren')
    expect(text).not.toMatch(/virus|ransomware|phishing|geblokkeerd/)
  })

  test('who sends a program reads the rest of it, and with both of them both passages', async () => {
    const { text } = await read(bounceNotice(aboutOf({ findings: [locked, program] })))
    const words = unquoted(text)
    for (const part of ['virussen, ransomware, phishing enz.', 'niet leiden tot beveiligingsgevaren'])
      expect(words).toContain(part)
  })
})
