/** What is told around a hold and after a delivery. */
import { describe, expect, test } from 'vitest'
import {
  adviceNotice,
  heldNotice,
  type Notice,
  releasedNotice,
  reminderNotice,
  returnedNotice,
  reviewAlert,
  withdrawnNotice,
} from '../../src/notices/notices.ts'
import { finding } from '../policy/seen.ts'
import { aboutOf, addressOf, flat, IDENTITY, read } from './about.ts'

const DEADLINE = Date.parse('2026-09-02T10:00:00Z')
const SENSITIVE = finding('sensitive-pupil-data', {
  category: 'medical',
  place: { in: 'text', line: 2 },
  excerpt: 'N••• heeft ADHD',
  because: { nl: 'Er staat medische informatie in.', fr: 'Informations médicales.', en: 'Medical information.' },
})
const held = aboutOf({ findings: [SENSITIVE] })
const advised = aboutOf({ findings: [finding('unexpected-recipient', { excerpt: 'j•••@gmial.example' })] })
const words = { words: 'Zet dit in Smartschool.\n\nDank je!', by: 'Hilde', expired: false }

const shown = async (notice: Notice): Promise<string> => flat((await read(notice)).text)

test.each([
  ['held', heldNotice(held, DEADLINE), 'Nog niet verzonden'],
  ['advice', adviceNotice(advised), 'Verzonden, met een tip'],
  ['returned', returnedNotice(held, words), 'Teruggestuurd'],
  ['expired', returnedNotice(held, { words: '', by: '', expired: true }), 'Niet verzonden'],
  ['released', releasedNotice(held), 'Vrijgegeven'],
  ['withdrawn', withdrawnNotice(held), 'Ingetrokken'],
] as const)('%s: text and HTML to the sender, one kind of notice', async (kind, notice, label) => {
  const { mail, raw } = await read(notice)
  expect(notice.kind).toBe(kind)
  expect(notice.to).toBe('an.claes@school.example')
  expect(mail.subject).toMatch(new RegExp(`^${label}: `))
  expect(mail.messageId).toBe(`<01J6Z2ABCD.${kind}@sluis.school.example>`)
  expect(mail.headers.get('auto-submitted')).toBe('auto-replied')
  expect([...raw.matchAll(/^Content-Type: ([\w/-]+)/gim)].map((m) => m[1])).toEqual([
    'multipart/alternative',
    'text/plain',
    'text/html',
  ])
})

describe('held', () => {
  test('it waits, until when, and there is nothing to do', async () => {
    const text = await shown(heldNotice(held, DEADLINE))
    expect(text).toContain(
      'nog niet verzonden. Iemand van de school kijkt het eerst na, uiterlijk woensdag 2 september om 12.00 uur.',
    )
    expect(text).toContain('Je hoeft niets te doen.')
    expect(text).toContain('N••• heeft ADHD')
    expect(text).toContain('Wil je het bericht terugtrekken')
    expect(text).toContain('01J6Z2ABCD')
    expect(text).not.toContain('Verstuur je bericht opnieuw')
  })
  test('who would rather not wait is told what to do instead, before the link to take it back', async () => {
    const text = await shown(heldNotice(held, DEADLINE))
    const [, instead = ''] = text.split('LIEVER NIET WACHTEN?')
    expect(instead).toContain('Je kunt dit bericht terugtrekken en het aangepast opnieuw versturen:')
    expect(instead).toContain('1. Zet de informatie in het leerlingvolgsysteem van Smartschool.')
    expect(instead.indexOf('1. Zet')).toBeLessThan(instead.indexOf('Wil je het bericht terugtrekken'))
    const unchecked = aboutOf({ findings: [], unknown: ['password'] })
    expect(await shown(heldNotice(unchecked, DEADLINE))).not.toContain('LIEVER NIET WACHTEN?')
  })

  test('in French and English', async () => {
    expect(await shown(heldNotice({ ...held, language: 'fr' }, DEADLINE))).toContain(
      'au plus tard le mercredi 2 septembre à 12 h 00.',
    )
    expect(await shown(heldNotice({ ...held, language: 'en' }, DEADLINE))).toContain(
      'by Wednesday 2 September at 12:00.',
    )
  })
})

describe('the sender’s own link', () => {
  const LINK = 'https://sluis.school.example/m/abc-DEF_123'
  test('in place of the word to call the school', async () => {
    const { text, html } = await read(heldNotice(held, DEADLINE, LINK))
    expect(text.split('\n')).toContain(LINK)
    expect(html).toContain(`href="${LINK}"`)
    expect(flat(text)).toContain('volgen of terugtrekken, of kan het niet wachten?')
    expect(flat(text)).not.toContain('Neem dan contact op met de school')
  })
  test.each([
    ['fr', 'Suivre votre message'],
    ['en', 'Follow your message'],
  ] as const)('in %s', async (language, button) =>
    expect(await shown(heldNotice({ ...held, language }, DEADLINE, LINK))).toContain(button),
  )
})

describe('a reminder', () => {
  const { pack, identity } = held
  const item = (from: string, more = {}) => ({
    ...{ mailId: `01${from}`, from, deadline: DEADLINE, urgent: false, inPlaceOf: '' },
    ...more,
  })
  const remind = (items: readonly ReturnType<typeof item>[], more = {}) =>
    reminderNotice({ identity, pack, to: 'directie@school.example', items, now: DEADLINE, apart: 'vandaag', ...more })

  test('of one: who wrote and by when, with a link to it, and nothing of what it says', async () => {
    const { mail, text } = await read(remind([item('an@school.example')]))
    expect(mail.subject).toBe('Herinnering: 1 bericht wacht op je')
    expect(flat(text)).toContain('an@school.example: uiterlijk woensdag 2 september om 12.00 uur')
    expect(text.split('\n')).toContain('https://sluis.school.example/held/01an%40school.example')
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
  })
  test('of several: the soonest first, ten by name, and the list', async () => {
    const many = Array.from({ length: 12 }, (_, n) => item(`a${n}@school.example`, { deadline: DEADLINE - n * 60_000 }))
    const { mail, text } = await read(remind(many))
    expect(mail.subject).toBe('Herinnering: 12 berichten wachten op je')
    expect(text.indexOf('a11@')).toBeLessThan(text.indexOf('a10@'))
    expect(text).not.toContain('a1@school')
    expect(flat(text)).toContain('En nog 2 andere berichten.')
    expect(text.split('\n')).toContain('https://sluis.school.example/held')
  })
  test('a deputy hears in whose place, and what is urgent is marked', async () => {
    const { text } = await read(
      remind([item('an@school.example', { inPlaceOf: 'greet@school.example', urgent: true })]),
    )
    expect(flat(text)).toContain('Je krijgt deze mail als vervanger van greet@school.example.')
    expect(flat(text)).toContain('an@school.example (dringend): uiterlijk')
  })
  test('sent twice it is one message, another one is another', async () => {
    const id = async (apart: string) => (await read(remind([item('an@school.example')], { apart }))).mail.messageId
    expect(await id('vandaag')).toBe(await id('vandaag'))
    expect(await id('vandaag')).not.toBe(await id('morgen'))
  })
})

test('an urgent alert gives the sender’s reason', async () => {
  const { mail, text } = await read(
    reviewAlert(held, 'directie@school.example', DEADLINE, 'De ouder wacht aan de poort'),
  )
  expect(mail.subject).toBe('Spoed, na te kijken: an.claes@school.example')
  expect(flat(text)).toContain('kan niet wachten. Beslis je uiterlijk woensdag 2 september om 12.00 uur?')
  expect(flat(text)).toContain('Waarom dringend: De ouder wacht aan de poort')
})

test('advice: it was delivered, and a tip instead of steps', async () => {
  const text = await shown(adviceNotice(advised))
  expect(text).toContain('is gewoon verzonden')
  expect(text).toContain('Kijk voor je verzendt nog eens naar de adressen.')
  expect(text).not.toContain('Haal het weg')
})

describe('the end of a hold', () => {
  test("returned with the reviewer's words and what to do", async () => {
    const { html } = await read(returnedNotice(held, words))
    const text = await shown(returnedNotice(held, words))
    expect(text.toLowerCase()).toContain('de uitleg van hilde')
    expect(text).toContain('Zet dit in Smartschool. Dank je!')
    expect(text).toContain('Zet de informatie in het leerlingvolgsysteem van Smartschool.')
    expect(html.match(/<p [^>]*>(?:Zet dit in Smartschool\.|Dank je!)<\/p>/g)).toHaveLength(2)
  })
  test('expired: nobody could look, and it is not the fault of the sender', async () => {
    const text = await shown(returnedNotice(held, { words: '', by: '', expired: true }))
    expect(text).toContain('Niemand kon het op tijd nakijken. ')
    expect(text).toContain('Daar kun jij niets aan doen.')
    expect(text).not.toContain('De uitleg')
  })
  test('released: short, without the findings', async () => {
    const text = await shown(releasedNotice(held))
    expect(text).toContain('is nagekeken en vrijgegeven. Het is onderweg.')
    expect(text).not.toContain('ADHD')
  })
})

describe('review alert', () => {
  test('who, what (masked) of which kind, by when, and the case', async () => {
    const { mail, text, html } = await read(reviewAlert(held, 'directie@school.example', DEADLINE))
    expect(addressOf(mail.to)).toBe('directie@school.example')
    expect(mail.subject).toBe('Na te kijken: an.claes@school.example')
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
    expect(mail.inReplyTo).toBeUndefined()
    expect(flat(text)).toContain(
      'an.claes@school.example wacht op je beslissing, uiterlijk woensdag 2 september om 12.00 uur.',
    )
    expect(text).toContain('N••• heeft ADHD')
    expect(text).toContain('Soort: medisch')
    expect(text.split('\n')).toContain('https://sluis.school.example/held/01J6Z2ABCD')
    expect(html).toContain('href="https://sluis.school.example/held/01J6Z2ABCD"')
  })
  test("in the school's language, whatever the message was written in", async () => {
    expect(reviewAlert({ ...held, language: 'fr' }, 'directie@school.example', DEADLINE).language).toBe('nl')
  })
  test('where reviewers see metadata only, nothing that was seen', async () => {
    const pack = { ...held.pack, reviewVisibility: 'metadata' as const }
    const { raw, text } = await read(reviewAlert({ ...held, pack }, 'directie@school.example', DEADLINE))
    expect(raw).not.toMatch(/ADHD|medisch|gevoelige|Smartschool/)
    expect(text).toContain('/held/01J6Z2ABCD')
  })
  test('never the subject', async () => {
    const plain = aboutOf({ findings: [finding('confidential-marking')] }, { subject: 'Gesprek Zomer-Xq7' })
    expect((await read(reviewAlert(plain, 'directie@school.example', DEADLINE))).raw).not.toContain('Zomer')
  })
  test('without a console: the code in place of a link', async () => {
    const identity = { ...IDENTITY, url: '' }
    const { text, html } = await read(reviewAlert({ ...held, identity }, 'directie@school.example', DEADLINE))
    expect(flat(text)).toContain('met deze code: 01J6Z2ABCD.')
    expect(html).not.toContain('href')
  })
  test('two reviewers in one mailbox get two alerts', async () => {
    const id = async (to: string) => (await read(reviewAlert(held, to, DEADLINE))).mail.messageId
    expect(await id('a@school.example')).not.toBe(await id('b@school.example'))
  })
})
