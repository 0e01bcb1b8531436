/** Sixteen times the text takes about sixteen times the work, whatever the text is made of: nobody stops the gateway with one mail. */

import { expect, it } from 'vitest'
import { DETECTORS, inspect, type RuleSettings } from '../../../src/detectors/detectors.ts'
import { loadDirectory } from '../../../src/directory/directory.ts'
import { parseMessage } from '../../../src/message/message.ts'
import { workedMs } from '../../family.ts'
import { SCHOOL } from '../pupils-school.ts'
import { lexicon, meaning } from '../room.ts'
import { ORDINARY, TELLING } from './arbitraries.ts'

const SMALL = 10_000
const TIMES = 16
// Sixteen is linear, 256 is square; a busy machine and a cold cache account for the rest.
const MOST = TIMES * 4
// Below this the clock says more about the machine than about the text.
const FLOOR_MS = 4

const PIECES: Readonly<Record<string, string>> = {
  'ordinary words': `${ORDINARY.join('\n\n')}\n\n`,
  'telling words': `${TELLING.join('\n\n')}\n\n`,
  'telling words in one line': `${TELLING.join(' ')} `,
  'one letter': 'a',
  'one word': 'aap ',
  'one long word': 'oudercontact',
  digits: '1',
  'groups of digits': '12 34.56-78/90 ',
  numbers: '0470 12 34 56, ',
  blanks: ' ',
  'blank lines': '\n',
  tabs: 'a\t',
  'short lines': 'ja\n',
  signs: '.,;:!?()[]"\'-_/',
  dashes: '- ',
  quotes: '"',
  at: 'a@',
  addresses: 'jan.peeters@gmail.com, ',
  links: 'https://www.school.example/a?b=c ',
  dots: 'a.b.',
  names: 'Noor De Smet, ',
  'first names': 'Noor ',
  'names without an end': 'Van De ',
  classes: '3B ',
  'class and name': 'Noor uit 3B en ',
  labels: 'wachtwoord: ',
  'labels and values': 'wachtwoord Kikker!2041\n',
  'login lines': 'login: noor ww: Appel12\n',
  codes: 'code ',
  'what it is': 'het wachtwoord is ',
  questions: 'Wat is je wachtwoord? ',
  tables: 'naam\twachtwoord\tdiagnose\n',
  cells: 'Noor De Smet\tAppel12\tADHD\n',
  pronouns: 'Ze is ziek. Hij slikt medicatie. ',
  'one name, many pronouns': 'Zij heeft het moeilijk thuis en wordt geslagen. ',
  halves: 'mama zit in de gevangenis ',
  insults: 'vuile hoer ',
  threats: 'ik sla je verrot, ',
  quoting: '> Op 2 nov 2026 om 09:15 schreef Jan <jan@school.example>:\n',
  headers: 'Van: Jan\nAan: Els\nOnderwerp: x\n',
  greetings: 'Met vriendelijke groeten,\nEls\n',
  disclaimers: 'Dit bericht is uitsluitend bestemd voor de geadresseerde.\n',
  'pass it on': 'stuur dit door naar tien vrienden ',
  apps: 'leerlingen van 3A maken een account op WhatsApp, ',
  sale: 'te koop: fiets, vraagprijs 120 euro\n',
  marks: 'VERTROUWELIJK ',
  unseen: 'a\u00ad\u200b',
  accents: 'e\u0301',
  emoji: '😀',
}

const people = loadDirectory(JSON.stringify(SCHOOL), 'directory.json').directory
const settings: RuleSettings = Object.fromEntries(
  DETECTORS.flatMap(({ rule, settings }) => {
    const parsed = settings.safeParse({})
    return parsed.success ? [[rule, parsed.data]] : []
  }),
)
const files = { files: [], texts: [], messages: [], unread: [] }
const ENVELOPE = { mailFrom: 'els.peeters@school.example', rcptTo: ['mia@ouder.example'] }

const rawOf = (piece: string, size: number): Buffer =>
  Buffer.from(
    `From: Els Peeters <els.peeters@school.example>\r\nTo: mia@ouder.example\r\nSubject: Bericht\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nNoor De Smet is er.\r\n${piece
      .repeat(Math.ceil(size / piece.length))
      .slice(0, size)
      .replaceAll('\n', '\r\n')}`,
  )

const work = async (piece: string, size: number): Promise<number> => {
  const raw = rawOf(piece, size)
  const start = workedMs()
  const seen = inspect({ message: await parseMessage(raw, ENVELOPE), files, people, lexicon, meaning, settings })
  expect(seen.unknown).toEqual([])
  return workedMs() - start
}

it.each(Object.entries(PIECES))('%s', async (_, piece) => {
  await work(piece, SMALL)
  const growth = async () => (await work(piece, SMALL * TIMES)) / Math.max(await work(piece, SMALL), FLOOR_MS)
  // What else the machine did is no work of ours: the least of three counts.
  let least = await growth()
  for (let again = 0; again < 2 && least >= MOST; again++) least = Math.min(least, await growth())
  expect(least).toBeLessThan(MOST)
})
