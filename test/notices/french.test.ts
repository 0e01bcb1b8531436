/** French as printers set it, in subject, text and HTML: no line begins with a sign that belongs to the word before it. */
import { expect, test } from 'vitest'
import {
  adviceNotice,
  bounceNotice,
  delayNotice,
  failureNotice,
  heldNotice,
  returnedNotice,
  withdrawnNotice,
} from '../../src/notices/notices.ts'
import { finding } from '../policy/seen.ts'
import { aboutOf, flat, read, undeliveredOf } from './about.ts'

const DEADLINE = Date.parse('2026-09-02T10:00:00Z')
const LINK = 'https://sluis.school.example/m/x'
const french = { language: 'fr' } as const
const SCRIPT = finding('dangerous-attachment', {
  excerpt: 'x.js',
  because: {
    nl: 'Een script.',
    fr: 'Cette pièce jointe est un script : l’ouvrir lance des commandes.',
    en: 'A script.',
  },
})
const late = undeliveredOf({ ...french, recipients: [{ address: 'ouder@ouder.example', reply: '451 4.3.0 later' }] })

test.each([
  ['bounce', bounceNotice(aboutOf({ findings: [SCRIPT] }, french))],
  ['held', heldNotice(aboutOf({}, french), DEADLINE, LINK)],
  ['advice', adviceNotice(aboutOf({ findings: [finding('unexpected-recipient')] }, french))],
  ['returned', returnedNotice(aboutOf({}, french), { words: 'Voir Smartschool.', by: 'Hilde', expired: false })],
  ['withdrawn', withdrawnNotice(aboutOf({}, french))],
  ['failure', failureNotice(undeliveredOf(french))],
  ['delay', delayNotice(late)],
])('%s', async (_, notice) => {
  const { mail, text, html } = await read(notice)
  // What the other side answered is its own, and so is what the school agreed.
  const told = html.replace(/<style>.*?<\/style>|<blockquote.*?<\/blockquote>/gs, '').replace(/<[^>]*>/g, '\n')
  const lines = [mail.subject ?? '', ...text.split('\n').filter((line) => !line.startsWith('  |')), ...told.split('\n')]
  expect(lines.filter((line) => / [:;?!»]|« /.test(line) || /^[:;?!»]/.test(line))).toEqual([])
  expect(mail.subject).toMatch(/^\p{Lu}[^:]*\u202f: \p{Lu}/u)
})

test('what was seen has it too', async () => {
  const { text, html } = await read(bounceNotice(aboutOf({ findings: [SCRIPT] }, french)))
  for (const shown of [text, html]) expect(shown.replaceAll('\n  ', ' ')).toContain('est un script\u202f: l’ouvrir')
  expect(flat(text)).toContain('est un script : l’ouvrir')
})
