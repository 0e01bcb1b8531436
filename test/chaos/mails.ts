/** The mail of a school day, each with a number of its own, and what must become of it. */
import { createHash } from 'node:crypto'
import type { Chance } from './chance.ts'

/** forward: goes out by itself. hold, bounce: only a person lets it go. cure: bounced with a link that mends it. */
export type Road = 'forward' | 'hold' | 'bounce' | 'cure'

export type Mail = Readonly<{
  number: number
  road: Road
  from: string
  /** It has no Message-ID. */
  nameless: boolean
  /** One SMTP transaction each; most have one, a mail server that splits makes more. */
  transactions: readonly (readonly string[])[]
  raw: Buffer
  /** Of the bytes below our Received line. */
  hash: string
}>

const TEACHER = 'els.vandenbroeck@devlonder.example'
/** Stands in the body of what is bounced: in no log, no notice, no letter to a reviewer. */
export const PASSWORD = 'Kikker!2041xz'
/** Stands at the end of every body, far from what a rule finds: no notice may quote it. */
export const OWN_WORDS = 'zwaluwstaartverbinding'
export const SECRETS: readonly string[] = [PASSWORD, OWN_WORDS]
/** The next hop says 550 to these. */
export const GONE = 'weg-'

const WORDS: Readonly<Record<Road, string>> = {
  forward: 'Morgen zwemmen we.',
  hold: 'Leerling Noor uit 3A heeft ADHD en neemt sinds maandag Rilatine.',
  bounce: `Dag, het wachtwoord is ${PASSWORD}.`,
  cure: 'Morgen zwemmen we.',
}
const GROUP = 'ouders-3a@devlonder.example'
const SYLLABLES = ['ba', 'do', 'fe', 'gi', 'ku', 'la', 'mo', 'ne', 'pi', 'ru', 'sa', 'to', 've', 'wi', 'zu', 'jo']

/** A number as a word: figures would be masked where subjects are shown. */
const wordOf = (number: number): string =>
  [...number.toString(16).padStart(5, '0')].map((digit) => SYLLABLES[Number.parseInt(digit, 16)]).join('')

export const numberInSubject = (text: string): number | undefined => {
  const word = /Verslag ([a-z]{10,})/.exec(text)?.[1]
  const digits = word?.match(/../g)?.map((syllable) => SYLLABLES.indexOf(syllable).toString(16))
  return digits ? Number.parseInt(digits.join(''), 16) : undefined
}

/** Of a message of ours, wherever its header ends up. */
export const numberInHeader = (raw: Buffer): number | undefined => {
  const found = /^X-Number: (\d+)\r$/m.exec(raw.toString('latin1', 0, HEADER_BYTES))?.[1]
  return found === undefined ? undefined : Number(found)
}

export const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('base64url')

const HEADER_BYTES = 16_384
const LINE = 'Nog een gewone regel, met wat woorden over de school en de klas.\r\n'

/** A recording: large, and known to have no words. So much text would be over the limit of what is read. */
const attachment = (bytes: number): string => {
  const file = Buffer.from(`ID3${LINE.repeat(Math.ceil((bytes * 3) / 4 / LINE.length))}`).toString('base64')
  return file.replace(/.{76}/g, '$&\r\n')
}

const bodyOf = (road: Road, size: number): string => {
  const lines = LINE.repeat(size < 100_000 ? 5 + Math.floor(size / LINE.length) : 5)
  const text = `Beste,\r\n\r\n${WORDS[road]}\r\n\r\n${lines}\r\nOver de ${OWN_WORDS} hebben we het later.\r\n`
  if (size < 100_000) return `\r\n${text}`
  const plain = 'Content-Type: text/plain; charset=utf-8\r\n'
  return (
    'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=grens\r\n\r\n' +
    `--grens\r\n${plain}\r\n${text}\r\n--grens\r\nContent-Type: audio/mpeg\r\nContent-Disposition: attachment; filename=verslag.mp3\r\n` +
    `Content-Transfer-Encoding: base64\r\n\r\n${attachment(size)}\r\n--grens--\r\n`
  )
}

type Traits = Readonly<{ road: Road; size: number; split: boolean; nameless: boolean; nullSender: boolean }>

/** Small mail mostly, as in life. */
const traitsOf = (chance: Chance): Traits => {
  const road = chance.pick<Road>([
    ...Array<Road>(14).fill('forward'),
    'hold',
    'hold',
    'hold',
    'bounce',
    'bounce',
    'cure',
  ])
  const size = chance.oneIn(250)
    ? chance.between(1e6, 5e6)
    : chance.oneIn(15)
      ? chance.between(70_000, 99_000)
      : chance.between(0, 6000)
  return {
    ...{ road, size: road === 'forward' || road === 'hold' ? size : Math.min(size, 99_000) },
    split: road !== 'cure' && chance.oneIn(12),
    nameless: road === 'forward' && chance.oneIn(20),
    nullSender: road === 'forward' && chance.oneIn(25),
  }
}

const recipientsOf = (number: number, traits: Traits, chance: Chance): readonly (readonly string[])[] => {
  if (traits.road === 'cure') return [[GROUP]]
  const count = traits.split ? chance.between(3, 9) : chance.oneIn(4) ? chance.between(2, 5) : 1
  const all = Array.from({ length: count }, (_, n) => {
    const gone = traits.road === 'forward' && !traits.nameless && !traits.nullSender && chance.oneIn(25)
    return `${gone ? GONE : ''}ouder-${wordOf(number)}-${'abcdefghi'[n]}@mail.example`
  })
  if (!traits.split) return [all]
  const step = Math.ceil(count / chance.between(2, 3))
  return [all.slice(0, step), all.slice(step, 2 * step), all.slice(2 * step)].filter((some) => some.length > 0)
}

export const mailOf = (number: number, chance: Chance): Mail => {
  const traits = traitsOf(chance)
  const transactions = recipientsOf(number, traits, chance)
  const head = [
    `From: Els Vandenbroeck <${TEACHER}>`,
    `To: ${transactions[0]?.[0]}`,
    `Subject: Verslag ${wordOf(number)}`,
    ...(traits.nameless ? [] : [`Message-ID: <n${number}@devlonder.example>`]),
    ...(traits.nullSender ? ['Auto-Submitted: auto-replied'] : []),
    `X-Number: ${number}`,
  ]
  const raw = Buffer.from(`${head.join('\r\n')}\r\n${bodyOf(traits.road, traits.size)}`)
  return {
    number,
    road: traits.road,
    from: traits.nullSender ? '' : TEACHER,
    transactions,
    raw,
    hash: hashOf(raw),
    nameless: traits.nameless,
  }
}
