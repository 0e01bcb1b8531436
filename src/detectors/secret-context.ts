/** What a secret opens, told by the words around its label; and codes that open nothing (meetings, games, lessons). */
import { lineStart } from './line-start.ts'
import type { Secret } from './secret-scan.ts'
import type { TermIndex } from './term-index.ts'

export type Opens = 'account' | 'wifi' | 'access-code' | 'key' | 'attachment' | 'meeting-code' | 'game-code'

const has = (index: TermIndex, from: number, to: number, ...names: string[]): boolean =>
  names.some((name) => index.near(`password.${name}`, Math.max(0, from), to) !== undefined)

const lineOf = (text: string, secret: Secret): [number, number] => {
  const first = Math.min(secret.label.start, secret.start)
  const last = Math.max(secret.label.end, secret.end)
  const end = text.indexOf('\n', last)
  return [lineStart(text, first, 120), Math.min(end < 0 ? text.length : end, last + 120)]
}

/** "ww", "pw", "code" and "pin" mean something else too: only next to a log-in, a network or a door. */
const isConfirmed = (index: TermIndex, secret: Secret): boolean => {
  const { text } = index.reading
  const [from, to] = lineOf(text, secret)
  if (has(index, from, to, 'innocent')) return false
  if (/^(?:pw|ww)$/i.test(text.slice(secret.label.start, secret.label.end)) && has(index, from - 250, to + 250, 'exam'))
    return false
  if (/^codes?$/i.test(text.slice(secret.label.start, secret.label.end)) && has(index, from, to, 'ledger')) return false
  const label = text.slice(secret.label.start, secret.label.end).toLowerCase()
  if (secret.kind === 'noun')
    return has(index, from - 60, to, 'wifi', 'login', 'product', 'device', 'user', 'credentials', 'enter', 'thing')
  if (label === 'sleutel') return has(index, from - 60, to, 'wifi') && secret.look !== 'word'
  const code = /^(?:codes?|pin|pass)$/.test(label)
  if (label !== 'pin' && !/^codes?$/.test(label) && secret.look === 'certain') return true
  if (label === 'pin') return secret.look === 'digits'
  if (has(index, from, to, 'device', 'wifi', 'user', 'login', 'credentials', 'product')) return true
  return (
    !code && has(index, secret.label.start - 200, secret.end + 200, 'user', 'login', 'credentials', 'product', 'wifi')
  )
}

/** The footer of an invitation: meeting id and passcode. Everybody invited has it, and it opens no account. */
const isMeeting = (index: TermIndex, secret: Secret): boolean => {
  const from = secret.label.start
  if (!has(index, from - 500, secret.end + 300, 'meeting')) return false
  return !has(index, from - 150, from, 'user') && !has(index, from - 40, secret.end, 'wifi', 'device', 'container')
}

const LOGIN = 60

const isGame = (index: TermIndex, secret: Secret): boolean => {
  const [first, last] = lineOf(index.reading.text, secret)
  // "De gebruiker is … en het wachtwoord …": an account, of Quizlet too.
  if (
    secret.kind === 'account' &&
    secret.look !== 'word' &&
    has(index, secret.label.start - LOGIN, secret.label.start, 'user')
  )
    return false
  if (has(index, first, secret.start, 'game', 'play') || has(index, secret.end, last, 'game', 'play')) return true
  const [from, to] = [secret.label.start - 300, secret.end + 200]
  return has(index, from, to, 'game') && !has(index, from, to, 'user', 'login', 'product', 'wifi', 'credentials')
}

const OPENS = ['user', 'login', 'product', 'wifi', 'credentials'] as const
const GAME =
  /(?<!\p{L})(?:\p{L}*escape[- ]?(?:room|game|kamer)s?|speurtocht(?:en)?|schatten(?:jacht|tocht)|bosspel|stadsspel|spokentocht|jeu de piste|treasure hunt)(?!\p{L})/iu

/** Of the school itself, also where a game is played. */
const REAL =
  /alarm|deur|poort|lokaal|laptop|tablet|ipad|chromebook|computer|pc|digibord|beamer|printer|kopie|kluisje|sleutelkast|door|gate|porte/iu

/** A letter about a game with secrets in it, as its subject says or the text itself. */
export const isOnGame = (text: string, subject: string): boolean => GAME.test(subject) || GAME.test(text)

const BESIDE = 120

/** In such a letter: nothing that is locked in earnest is named beside it. */
export const isOfGame = (index: TermIndex, { start, end }: Readonly<{ start: number; end: number }>): boolean => {
  const { text } = index.reading
  const from = lineStart(text, start, BESIDE)
  const lineEnd = text.slice(end, end + BESIDE).indexOf('\n')
  const to = Math.min(text.length, end + (lineEnd < 0 ? BESIDE : lineEnd))
  return !REAL.test(text.slice(from, to)) && !has(index, from, to, ...OPENS)
}

/** "le mot de passe = het wachtwoord" in a list of words to learn. */
const isLesson = (index: TermIndex, secret: Secret): boolean =>
  secret.look === 'word' && has(index, secret.label.start - 400, secret.end + 250, 'lesson')

const TERM = "(?:mots? de passe|code d['’]accès|password|passcode|wachtwoord|paswoord|toegangscode)"
const GLOSSARY = new RegExp(`${TERM}\\s{0,3}(?:[=:–—-]|->)\\s{0,3}(?:het |de |le |un |the |een )?${TERM}`, 'iu')
/** "le mot de passe = het wachtwoord" */
const isGlossary = (index: TermIndex, secret: Secret): boolean =>
  secret.look === 'word' && GLOSSARY.test(index.reading.text)

const OF_NOBODY = /^\s(?:van een|d['’]une?|of an?)\s(\p{L}+)/iu
/** "Wat is het wachtwoord van een boekenwurm?" */
const isOfNobody = (index: TermIndex, { label: { end } }: Secret): boolean => {
  const named = OF_NOBODY.exec(index.reading.text.slice(end, end + 40))
  return (
    named !== null &&
    !has(index, end, end + named[0].length, 'login', 'product', 'device', 'wifi', 'container', 'thing')
  )
}

// "Uw wachtwoord is Welkom123, klik hier" in a letter that warns against such mails.
const WARNS =
  /(?<!\p{L})(?:phishing\p{L}*|nepmails?|smishing|quishing|oplichters?|hameçonnage|valse (?:mail|sms|bericht)\p{L}*|scam)(?!\p{L})/iu
const QUOTED = /["“„«][^"“”„«»]{0,120}$/u
const isQuotedWarning = (text: string, { label }: Secret): boolean =>
  QUOTED.test(text.slice(Math.max(0, label.start - 120), label.start)) && WARNS.test(text)

const TICKET = 200
const LOGGED =
  /\[\d{1,4}[-/.]\d{1,2}(?:[-/.]\d{2,4})?[ T]\d{2}:\d{2}|<redacted>|(?<!\p{L})(?:sub ?status|hash algorithm|stack ?trace|smtp error|error code)(?!\p{L})/iu
/** Among lines of a log, pasted in a ticket for the helpdesk. */
export const isLogged = (text: string, { start, end }: Readonly<{ start: number; end: number }>): boolean =>
  LOGGED.test(text.slice(Math.max(0, start - TICKET), end + TICKET))

/** What the value opens; undefined when it is no secret at all. */
export const whatOpens = (index: TermIndex, secret: Secret): Opens | undefined => {
  if (isLesson(index, secret) || isGlossary(index, secret) || isOfNobody(index, secret)) return undefined
  if (isQuotedWarning(index.reading.text, secret)) return undefined
  if (isMeeting(index, secret)) return 'meeting-code'
  if (isGame(index, secret)) return 'game-code'
  if ((secret.kind === 'weak' || secret.kind === 'noun') && !isConfirmed(index, secret)) return undefined
  return accountOrThing(index, secret)
}

const accountOrThing = (index: TermIndex, secret: Secret): Opens => {
  if (secret.kind === 'key') return 'key'
  if (secret.kind === 'wifi') return 'wifi'
  if (secret.kind === 'access') return 'access-code'
  const [from, to] = lineOf(index.reading.text, secret)
  // The name of the network often has the line above.
  const above = lineStart(index.reading.text, from - 1, 59)
  if (has(index, above, to, 'wifi')) return 'wifi'
  if (has(index, from, to, 'container')) return 'attachment'
  return has(index, from, to, 'device') && secret.look === 'digits' ? 'access-code' : 'account'
}
