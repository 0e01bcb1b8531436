/** User name and password side by side without the word password: "Bingel: noor.p / appel12", "login: jan.p", next line "zon45!". */
import { lineStart } from './line-start.ts'
import { matchesIn } from './matches.ts'
import { chunksFrom } from './secret-chunks.ts'
import { lookOf } from './secret-look.ts'
import { isModel } from './secret-values.ts'
import type { TermIndex } from './term-index.ts'

export type Pair = Readonly<{
  start: number
  end: number
  label: Readonly<{ start: number; end: number }>
  confidence: number
}>

const USER = /^[\p{L}\p{N}][\p{L}\p{N}._@-]{2,60}$/u
const JOIN =
  /^\s*(?:\/|,|;|\||-|–|\+|&|en|et|and|met|avec|with)\s+(?:(?:dan|daarna|gewoon|puis|then)\s+){0,2}|^\s*[/|]\s*|^[^\S\n]*\n[^\S\n]*|^\t/u

const TIED = /^\p{Ll}{3,12}(?:[-_+]\p{Ll}{3,12}){1,3}$/u

/** A user name, then what joins the two, then a value that only a password looks like. */
const pairAt = (text: string, at: number): { start: number; end: number } | undefined => {
  const user = /^[^\s/|,;]{3,64}/.exec(text.slice(at, at + 64))?.[0]
  if (!user || !USER.test(user)) return undefined
  const after = at + user.length
  const join = JOIN.exec(text.slice(after, after + 28))?.[0]
  if (!join) return undefined
  const start = after + join.length
  const raw = /^\S{4,64}/.exec(text.slice(start, start + 64))?.[0]
  if (!raw) return undefined
  const value = raw.replace(/[.,;)"']{1,10}$/, '')
  const look = lookOf(value)
  const alone = /^[^\S\n]*(?:\n|$)/.test(text.slice(start + raw.length, start + raw.length + 8))
  // On a line of its own, or of a shape that nothing else has.
  // "sem.w / maan-ster-zon": who logs in, then words tied together.
  const tied = alone && /[._]/.test(user) && !join.includes('\n') && TIED.test(value)
  const fits = tied || look === 'certain' || (look === 'strong' && (alone || !join.includes('\n')))
  return fits && value !== user ? { start, end: start + raw.length } : undefined
}

const blocked = (index: TermIndex, from: number, to: number): boolean =>
  index.near('password.label', from, to) !== undefined || index.near('password.sample', from, to) !== undefined

const fromLabel = (index: TermIndex, label: { start: number; end: number }, least: number): Pair | undefined => {
  const { text } = index.reading
  const chunks = chunksFrom(text, label.end, 10)
  for (let i = 0, chunk = chunks(0); chunk; chunk = chunks(++i)) {
    if (chunk.lines >= 2 || (chunk.stops && chunk.core.length > 3 && !/\d/.test(chunk.core))) return undefined
    if (index.near('password.label', label.end, chunk.end)) return undefined
    const found = pairAt(text, chunk.start)
    if (found && !blocked(index, label.end, found.start)) return { ...found, label, confidence: least }
  }
  return undefined
}

// "amina.ek   vos-41-maan": who logs in and the value, nothing else on the line.
const PAIRED_LINE =
  /^[ \t>*•-]{0,6}(\p{L}[\p{L}\d]{0,24}[._]\p{L}[\p{L}\d._-]{0,24}(?:@[\w.-]{3,60})?)(?:\t|[ ]{2,12}|\s?(?::|=|\/|\||;|,|-|–|->|→|=>|en|met|\+)\s)[ ]{0,8}(\S{4,40})[ \t]{0,6}$/u
// What such a line begins with.
const PAIRED_START = /[ \t>*•-]{0,6}\p{L}[\p{L}\d]{0,24}[._]\p{L}/uy
const MAX_LINES = 400

const mayPair = (text: string, from: number, to: number): boolean => {
  PAIRED_START.lastIndex = from
  return to - from < 120 && to - from > 8 && PAIRED_START.test(text)
}

/** Two lines or more of that kind, or one in a letter about logging in. */
const pairedLines = (index: TermIndex): Pair[] => {
  const { text } = index.reading
  const found: Pair[] = []
  let at = 0
  for (let n = 0; n < MAX_LINES && at < text.length; n++) {
    const next = text.indexOf('\n', at)
    const to = next < 0 ? text.length : next
    const match = mayPair(text, at, to) ? PAIRED_LINE.exec(text.slice(at, to)) : null
    const value = match?.[2]?.replace(/[.,;)]{1,4}$/, '') ?? ''
    if (match && ['certain', 'strong'].includes(lookOf(value)) && !sameName(match[1]!, value)) {
      const start = at + match[0].lastIndexOf(match[2]!)
      found.push({ start, end: to, label: { start: at, end: start }, confidence: 0.85 })
    }
    at = to + 1
  }
  const spoken = ['enter', 'login', 'credentials', 'product'].some((name) => index.all(`password.${name}`).length > 0)
  return found.length > 1 || spoken ? found : []
}

// "de laptop uit mijn lokaal (zorgklas / Appelflap!)"
const BRACKETED = /[([]\s?([\p{L}\d][\p{L}\d._@-]{1,40})\s?(?:\/|\||:|,|\+|–|-)\s([^\s()[\]]{4,40})\s?[)\]]/gu
const OPENED = ['login', 'product', 'device', 'wifi', 'user'].map((name) => `password.${name}`)
const REACH = 60
const FAR = 100

/** A name and what only a password looks like in brackets, behind what they open. */
const bracketedIn = (index: TermIndex): Pair[] => {
  const { text } = index.reading
  return matchesIn(BRACKETED, text).flatMap((match): Pair[] => {
    const [whole, user = '', value = ''] = match
    const fits = ['certain', 'strong'].includes(lookOf(value)) || /^\p{Lu}\p{L}{3,30}[!?*#$&+]$/u.test(value)
    if (!fits || sameName(user, value) || isModel(value)) return []
    const before = Math.max(lineStart(text, match.index, REACH), match.index - REACH)
    const opened = OPENED.map((name) => index.near(name, before, match.index)).find((hit) => hit !== undefined)
    const start = match.index + whole.indexOf(value, user.length + 1)
    return opened ? [{ start, end: start + value.length, label: opened, confidence: 0.82 }] : []
  })
}

// "naam KompasOpen, sleutel kom-maar-binnen"
const NETWORK =
  /(?<!\p{L})(?:naam|netwerk|ssid|network|réseau|nom)\s?:?\s([\p{L}\d_-]{3,32})[,;]?\s(?:(?:en|et|and|met|with)\s)?(?:sleutel|code|key|clé)\s?:?\s([^\s,;]{5,40})/giu

// "hij staat weer op admin en admin": as it left the factory.
const FACTORY =
  /(?<![\p{L}.@-])(?:admin|root|user|gast|guest|beheer)\s?(?:en|et|and|met|with|\/|-|:)\s?(admin|root|user|gast|guest|1234\d{0,4}|password|wachtwoord|welkom)(?![\p{L}\d@-]|\.\p{L})/giu

const factoryIn = (index: TermIndex): Pair[] =>
  matchesIn(FACTORY, index.reading.text).flatMap((match): Pair[] => {
    const end = match.index + match[0].length
    const label = [...OPENED, 'password.thing']
      .map((name) => index.near(name, match.index - FAR, end))
      .find((hit) => hit !== undefined)
    return label ? [{ start: end - match[1]!.length, end, label, confidence: 0.82 }] : []
  })

const networksIn = (index: TermIndex): Pair[] => {
  const [label] = index.all('password.wifi')
  if (!label) return []
  return matchesIn(NETWORK, index.reading.text).map((match) => {
    const end = match.index + match[0].length
    return { start: end - match[2]!.length, end, label, confidence: 0.85 }
  })
}

/** "jan.peeters / jan.peeters2": two names of one person. */
const sameName = (user: string, value: string): boolean =>
  /^\p{L}+[._]\p{L}+\d{0,2}$/u.test(value) || value.toLowerCase().startsWith(user.toLowerCase().slice(0, 6))

export const pairsIn = (index: TermIndex): Pair[] => {
  const pairs: Pair[] = [...pairedLines(index), ...bracketedIn(index), ...networksIn(index), ...factoryIn(index)]
  const seen = new Set<number>()
  const add = (pair: Pair | undefined) => {
    if (pair && !seen.has(pair.start)) {
      seen.add(pair.start)
      pairs.push(pair)
    }
  }
  for (const hit of index.all('password.credentials')) add(fromLabel(index, hit, 0.88))
  for (const hit of index.all('password.user')) add(fromLabel(index, hit, 0.85))
  for (const hit of index.all('password.login')) {
    const { text } = index.reading
    if (
      /^(?:inloggen|aanmelden|loggen|aan|in|connecte\w*|sign|log)/.test(hit.term) ||
      /\b(?:met|avec|with)\s*$/.test(text.slice(hit.end, hit.end + 8))
    )
      add(fromLabel(index, hit, 0.82))
  }
  for (const hit of index.all('password.product')) {
    const pair = /^[^\n]{0,60}\s\/\s/.test(index.reading.text.slice(hit.end + 2, hit.end + 80))
      ? fromLabel(index, hit, 0.8)
      : undefined
    add(pair)
  }
  return pairs
}
