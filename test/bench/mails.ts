/** The mail of the bench: ordinary Dutch school letters with ordinary files on them, all of which the policy lets go. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openReaders } from '../../src/attachments/attachments.ts'
import { loadConfig } from '../../src/config.ts'
import { judge } from '../../src/gateway.ts'
import { parseMessage } from '../../src/message/message.ts'
import { readRules } from '../../src/rulebook.ts'
import { docx, paragraph } from '../attachments/office-files.ts'
import { pdfText } from '../attachments/pdf-writer.ts'

const ROOT = join(import.meta.dirname, '../..')
const LETTERS = join(ROOT, 'test/corpus/develop/innocent')

export const FROM = 'hilde.vercruysse@devlonder.example'
export const TO = 'info@leverancier.example'
const SIGNATURE =
  'Met vriendelijke groet,\r\n\r\nHilde Vercruysse\r\ndirecteur\r\nBasisschool De Vlonder\r\nWaterlooppad 12, 9999 Vlonderdam\r\n09 000 12 30\r\n'

/** `mix`: nine small ones in ten, now and then a large file. */
export const CLASSES = ['1k', '10k', '200k', '5m', '25m', 'mix'] as const
export type MailClass = (typeof CLASSES)[number]

const KB = 1024
const SIZES = { '1k': KB, '10k': 10 * KB, '200k': 200 * KB, '5m': 5 * KB * KB, '25m': 25 * KB * KB } as const
type Size = keyof typeof SIZES
const MIX: readonly Size[] = [
  ...Array.from({ length: 52 }, (_, n): Size => (n % 2 === 0 ? '1k' : '10k')),
  ...Array.from({ length: 6 }, (): Size => '200k'),
  ...(['5m', '25m'] as const),
]

const NAMES = {
  first:
    'Aaron Bieke Cas Dorien Emiel Fleur Gust Hanne Ilias Jutta Kobe Lotte Mats Noor Otis Pippa Quinten Roos Sem Tuur Uma Vic Wout Yara Zoë'.split(
      ' ',
    ),
  last: 'Aertsens Boelens Claeskens Dewinter Engelborghs Fierens Gommers Hooybergs Ickx Joossens Kenis Lenaerts Moerman Nuyttens Ooghe Pattyn Quaghebeur Roggeman Sterckx Tuytens Uytdewilligen Verschaeve Wittocx Ysewyn Zwaenepoel'.split(
    ' ',
  ),
}

/** The demo school, grown to so many people. */
export const writeDirectory = (folder: string, persons: number): string => {
  const school = JSON.parse(readFileSync(join(ROOT, 'config/demo/directory.json'), 'utf8'))
  const count = school.staff.length + school.pupils.length + school.parents.length
  for (let n = 0; count + n < persons; n += 1) {
    const [first, last] = [NAMES.first[n % 25]!, NAMES.last[Math.floor(n / 25) % 25]!]
    const local = `${first}.${last}.${n}`
      .normalize('NFD')
      .replace(/[^a-z0-9.]/gi, '')
      .toLowerCase()
    school.pupils.push({
      ...{
        id: `b${n}`,
        firstName: first,
        lastName: `${last}-${NAMES.last[n % 23]}`,
        class: `${1 + (n % 6)}${'ABCDEF'[n % 5]}`,
      },
      ...{ email: `${local}@leerling.devlonder.example`, photoConsent: true, school: 'basis' },
    })
  }
  const file = join(folder, 'directory.json')
  writeFileSync(file, JSON.stringify(school))
  return file
}

const headerOf = (id: number, type: string): string =>
  [
    `X-Bench-Id: ${String(id).padStart(9, '0')}`,
    `From: Hilde Vercruysse <${FROM}>`,
    `To: ${TO}`,
    `Subject: Vraag ${id}`,
    'Date: Mon, 23 Nov 2026 09:00:00 +0100',
    `Message-ID: <${String(id).padStart(9, '0')}.${randomBytes(6).toString('hex')}@devlonder.example>`,
    'MIME-Version: 1.0',
    `Content-Type: ${type}`,
  ].join('\r\n')

const plain = (id: number, text: string): Buffer =>
  Buffer.from(`${headerOf(id, 'text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit')}\r\n\r\n${text}`)

type File = Readonly<{ name: string; type: string; bytes: Buffer }>

const withFile = (id: number, text: string, { name, type, bytes }: File): Buffer => {
  const base64 = bytes.toString('base64').replace(/.{76}/g, '$&\r\n')
  const body = `--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n${text}\r\n--b\r\nContent-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64}\r\n--b--\r\n`
  return Buffer.from(`${headerOf(id, 'multipart/mixed; boundary=b')}\r\n\r\n${body}`)
}

/** Of a film the first bytes are real; nobody reads the others. */
const film = (size: number): File => ({
  name: 'film.mp4',
  type: 'video/mp4',
  bytes: Buffer.concat([Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomiso2', 'latin1'), randomBytes(size)]),
})

/** A real document with a picture in it, as large as it must be. */
const document = (n: number, text: string, size: number): File => {
  const words = text.split('\r\n').filter(Boolean)
  if (n % 2 === 0)
    return {
      name: 'brief.docx',
      type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
      bytes: docx(words.map(paragraph).join(''), { 'word/media/film.mp4': film(size).bytes }),
    }
  return { name: 'brief.pdf', type: 'application/pdf', bytes: pdfText([words.map((line) => line.slice(0, 80))]) }
}

const filled = (letters: readonly string[], n: number, size: number): string => {
  let text = ''
  for (let at = n; Buffer.byteLength(text) < size - 900; at += 1) text += `${letters[at % letters.length]}\r\n\r\n`
  return `${text.slice(0, Math.max(300, size - 900)).trimEnd()}\r\n${SIGNATURE}`
}

/** The same twice is the same: who has seen one letter knows it, so each is another. */
const mailOf = (letters: readonly string[], id: number, kind: Size): Buffer => {
  const size = SIZES[kind]
  if (kind === '1k' || kind === '10k') return plain(id, filled(letters, id * 3, size))
  const text = filled(letters, id * 3, 2 * KB)
  const bytes = Math.round((size * 3) / 4.2)
  return withFile(id, text, kind === '200k' ? document(id, text, bytes) : film(bytes))
}

type Judge = (raw: Buffer) => Promise<boolean>

/** By the very rules of the server that is measured. */
const withJudge = async <T>(directory: string, work: (isForwarded: Judge) => Promise<T>): Promise<T> => {
  const { config } = loadConfig({ env: { MAILSLUIS_DIRECTORY: directory }, cwd: ROOT })
  const { rules } = readRules(config)
  const readers = openReaders(config.attachments)
  const envelope = { mailFrom: FROM, rcptTo: [TO] }
  try {
    return await work(
      async (raw) => (await judge(raw, envelope, rules, readers, Date.now())).decision.outcome === 'forward',
    )
  } finally {
    await readers.close()
  }
}

const textIn = async (file: string): Promise<string> => {
  const { texts } = await parseMessage(readFileSync(join(LETTERS, file)), { mailFrom: FROM, rcptTo: [TO] })
  const [longest] = texts.toSorted((a, b) => b.text.length - a.text.length)
  return (longest?.text ?? '').replace(/\r\n|\r|\n/g, '\r\n').replace(/^\./gm, '..')
}

/** A folder with mail to draw from: of each size some that are let go. */
export const openMails = (directory: string) =>
  withJudge(directory, async (isForwarded) => {
    const files = readdirSync(LETTERS).filter((name) => name.endsWith('.eml'))
    const all = await Promise.all(files.slice(0, 400).map(textIn))
    const letters: string[] = []
    for (const text of all.filter(({ length }) => length > 300))
      if (await isForwarded(plain(1, text))) letters.push(text)
    const good = async (kind: Size, id: number): Promise<Buffer> => {
      for (let shift = 0; ; shift += 1) {
        const mail = mailOf(letters, id + 1000 * shift, kind)
        if (SIZES[kind] > 200 * KB || (await isForwarded(mail))) return mail
      }
    }
    const samples = { '1k': 200, '10k': 300, '200k': 16, '5m': 2, '25m': 1 } as const
    const drawn = new Map<Size, Buffer[]>()
    for (const kind of Object.keys(samples) as Size[]) {
      const some: Buffer[] = []
      for (let n = 0; n < samples[kind]; n += 1) some.push(await good(kind, n))
      drawn.set(kind, some)
    }
    return drawn
  })

export type Mails = Awaited<ReturnType<typeof openMails>>
export type Batch = Readonly<{
  file: string
  ids: readonly number[]
  mails: readonly Readonly<{ at: number; length: number; kind: string }>[]
}>

let lastId = 0

/** Into a file as it goes over the wire, each with a number of its own that the next hop will see. */
export const writeBatch = (mails: Mails, folder: string, kind: MailClass, count: number): Batch => {
  mkdirSync(folder, { recursive: true })
  const pieces: Buffer[] = []
  const ids: number[] = []
  let at = 0
  const index = Array.from({ length: count }, (_, n) => {
    const size = kind === 'mix' ? MIX[(n * 7) % MIX.length]! : kind
    const some = mails.get(size)!
    lastId += 1
    ids.push(lastId)
    const mail = Buffer.concat([some[n % some.length]!, Buffer.from('\r\n.\r\n')])
    const digits = String(lastId).padStart(9, '0')
    mail.write(digits, mail.indexOf('X-Bench-Id: ') + 12)
    mail.write(digits, mail.indexOf('Message-ID: <') + 13)
    pieces.push(mail)
    const place = { at, length: mail.length, kind: size }
    at += mail.length
    return place
  })
  const file = join(folder, `${kind}-${lastId}.wire`)
  writeFileSync(file, Buffer.concat(pieces))
  return { file, ids, mails: index }
}
