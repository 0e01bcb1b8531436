/**
 * A school's Postfix hands 500 mixed messages to the gateway, which is killed at random moments, and a second Postfix
 * takes what comes out: nothing lost, nothing changed, held mail listed, bounces delivered.
 */
import { createTransport } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { crlf, newFolder, remove, type Started, start, until } from '../gateway/running.ts'
import { freePort, type Postfix, startPostfix } from './postfix.ts'

const MESSAGES = 500
const KILLS = 6
// Deliveries the gateway has under way at one time; each may be repeated when it is killed.
const IN_FLIGHT = 20
const TEACHER = 'hilde.vercruysse@devlonder.example'

type Kind = 'forward' | 'hold' | 'bounce'
type Mail = Readonly<{ id: string; kind: Kind; raw: string }>

const LETTERS: readonly string[] = [
  'Beste ouder,\n\nVrijdag gaan we zwemmen. Geef je kind een badpak en een handdoek mee.\n..een regel met punten\n.\n\nGroeten\nHilde',
  'Dag,\n\nDe uitstap naar het bos gaat door. We vertrekken om 9 uur aan de schoolpoort.\n\nMet vriendelijke groeten\nHilde Vercruysse',
  'Beste,\n\nHet rapport gaat maandag mee naar huis. Wilt u het ondertekenen?\n\nMet vriendelijke groeten\nHilde Vercruysse',
]
const TEXTS: Readonly<Record<Kind, (n: number) => string>> = {
  forward: (n) => LETTERS[n % LETTERS.length]!,
  hold: (n) => `Beste,\n\nLeerling Noor uit 3A heeft epilepsie en neemt sinds dag ${n} Depakine.\n\nHilde`,
  bounce: (n) => `Dag,\n\nhet wachtwoord van het platform is Kikker!${2000 + n}xz.\n\nHilde`,
}

const compose = (n: number): Mail => {
  const kind: Kind = n % 10 === 3 ? 'hold' : n % 5 === 1 ? 'bounce' : 'forward'
  const id = `m${n}@devlonder.example`
  const head = `From: Hilde Vercruysse <${TEACHER}>\nTo: ouder${n}@mail.example\nSubject: Bericht ${n}\nMessage-ID: <${id}>\nDate: Mon, 2 Nov 2026 08:15:00 +0100\n`
  return { id, kind, raw: `${head}\n${TEXTS[kind](n)}\n` }
}

const mine = process.getuid?.() === 0 && has('postfix')

describe.skipIf(!mine)('between two Postfixes', () => {
  const mails = Array.from({ length: MESSAGES }, (_, n) => compose(n))
  let before: Postfix
  let behind: Postfix
  let gateway: Started
  const folder = newFolder()
  let settings: Record<string, string>

  beforeAll(async () => {
    const smtp = await freePort()
    behind = await startPostfix({ domains: ['mail.example', 'devlonder.example'] })
    before = await startPostfix({ relayPort: smtp })
    settings = {
      MAILSLUIS_SMTP_PORT: String(smtp),
      MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${behind.port}`,
      MAILSLUIS_QUEUE_RETRY_AFTER_SECONDS: '2',
    }
    gateway = await start(settings, folder)
  })
  afterAll(async () => {
    await gateway.kill()
    before.stop()
    behind.stop()
    remove(folder)
  })

  const submitAll = async (): Promise<void> => {
    const pool = createTransport({
      host: '127.0.0.1',
      port: before.port,
      secure: false,
      ignoreTLS: true,
      pool: true,
      maxConnections: 5,
    })
    const send = ({ raw }: Mail, n: number) =>
      pool.sendMail({ envelope: { from: TEACHER, to: [`ouder${n}@mail.example`] }, raw: crlf(raw) })
    await Promise.all(mails.map(send))
    pool.close()
  }

  const killAtRandom = async (): Promise<void> => {
    for (let n = 0; n < KILLS; n++) {
      await new Promise((resolve) => setTimeout(resolve, 300 + Math.random() * 1500))
      await gateway.kill()
      gateway = await start(settings, folder)
    }
  }

  test('500 messages, six kills: all accounted for', { timeout: 240_000 }, async () => {
    await Promise.all([submitAll(), killAtRandom()])
    const count = (kind: Kind): number => mails.filter((mail) => mail.kind === kind).length
    const isNotice = (text: string): boolean =>
      text.startsWith('Return-Path: <>') || /^Return-Path: <MAILER-DAEMON>/m.test(text)
    const box = () => behind.mailbox()
    const delivered = (id: string): string[] =>
      box().filter((text) => !isNotice(text) && text.includes(`Message-ID: <${id}>`))
    const settled = async (): Promise<boolean> => {
      if (before.waiting() > 0) return false
      const all = box()
      const originals = new Set(all.filter((t) => !isNotice(t)).map((t) => /^Message-ID: <(m\d+@[^>]+)>/m.exec(t)?.[1]))
      const held = (await gateway.held()).length
      const { out } = await gateway.cli('queue', 'list', '--json')
      return originals.size >= count('forward') && held >= count('hold') && out === ''
    }
    await until(
      settled,
      () => `before ${before.waiting()}, behind ${box().length}\n${gateway.output().slice(-2000)}`,
      200_000,
    )

    const lost = mails.filter((mail) => mail.kind === 'forward' && delivered(mail.id).length === 0)
    expect(lost).toEqual([])
    const copies = mails.filter((mail) => mail.kind === 'forward').reduce((n, mail) => n + delivered(mail.id).length, 0)
    expect(copies - count('forward')).toBeLessThanOrEqual(KILLS * IN_FLIGHT)

    const wrong = mails.filter(
      (mail) => mail.kind === 'forward' && !delivered(mail.id).every((text) => text.endsWith(mail.raw)),
    )
    expect(wrong.map((mail) => mail.id)).toEqual([])
    const [first] = delivered(mails[0]!.id)
    expect(first).toMatch(/^Received: from [\s\S]{0,300}by lock\.school\.example/m)

    const leaked = mails.filter((mail) => mail.kind !== 'forward' && delivered(mail.id).length > 0)
    expect(leaked).toEqual([])
    expect(await gateway.held()).toHaveLength(count('hold'))

    const notices = box().filter(isNotice)
    const unexplained = mails.filter(
      (mail) => mail.kind === 'bounce' && !notices.some((text) => text.includes(mail.id)),
    )
    expect(unexplained.map((mail) => mail.id)).toEqual([])
    expect(notices.join('\n')).not.toContain('Kikker!')
  })
})
