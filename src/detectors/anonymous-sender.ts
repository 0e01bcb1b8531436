/**
 * Nobody can tell who writes: no name, a made-up one, or one that contradicts the account.
 *
 * A person reads the sender's name and the way the text is signed. What fools it: a function mailbox with the name of its
 * function, an empty display name on an address that is itself a name, "juf Els" for Els Janssens, a text that speaks of
 * "een bezorgde ouder" without being signed so. Clauses ME-3.3-personal, SJ-3.3-personal, KI-5-anonymous, OP-role.
 */
import { z } from 'zod'
import { fold, type Mailbox, tokenise, type Word } from '../message/message.ts'
import type { Case, Detector, Finding, Reading } from './detectors.ts'
import type { TermHit } from './lexicon.ts'
import { maskName } from './mask.ts'
import { nameWords, PARTICLES } from './spelling.ts'

const settings = z.strictObject({})

const finding = (category: string, place: Finding['place'], excerpt: string, confidence: number): Finding => ({
  rule: 'anonymous-sender',
  category,
  place,
  excerpt,
  because: {
    nl: 'Uit dit bericht blijkt niet wie het echt schrijft.',
    fr: 'Ce message ne montre pas qui l’écrit vraiment.',
    en: 'This message does not show who really wrote it.',
  },
  confidence,
})

// "Anoniem meldpunt", "Anonieme bevraging": the thing is anonymous, not its sender.
const SERVICE = /meldpunt|loket|lijn|bevraging|enqu[eê]te|formulier|brievenbus|vertrouwens|survey|sondage/i
const MADE_UP = new Set(['anonymous.name', 'anonymous.figure'])
const SIGNED = new Set(['anonymous.name'])
const HIDING = [...SIGNED, 'anonymous.person']
const ARTICLES = new Set('de het een le la une un the a'.split(' '))
const SOME = new Set('een enkele sommige bezorgde verontruste un une des quelques a an some'.split(' '))

type Reach = Readonly<{ words: readonly Word[]; terms: readonly TermHit[] }>

/** "Anoniem", "De anonieme leerkracht", "Een teleurgestelde collega", "Enkele ouders uit 3B". */
const hidesName = ({ words, terms }: Reach, classes: ReadonlySet<string>): TermHit | undefined => {
  const [first] = words
  if (first === undefined) return undefined
  const from = ARTICLES.has(first.folded) ? 1 : 0
  const at = (hit: TermHit): number => words.findIndex((word) => word.start === hit.start)
  const some = SOME.has(first.folded)
    ? terms.find((t) => t.class === 'anonymous.person' && at(t) > 0 && at(t) <= 3)
    : undefined
  return terms.find((t) => classes.has(t.class) && at(t) <= from) ?? some
}

const madeUpName = (name: string, { lexicon }: Case): string | undefined => {
  const words = tokenise(name)
  const term = hidesName({ words, terms: lexicon.find(name, words) }, MADE_UP)
  return term && !SERVICE.test(name) ? name.slice(words[0]!.start, term.end) : undefined
}

type Line = Readonly<{ start: number; text: string }>

const linesOf = ({ text }: Reading): Line[] => {
  const lines: Line[] = []
  let start = 0
  for (const line of text.split('\n')) {
    if (line.trim() !== '') lines.push({ start, text: line.trim() })
    start += line.length + 1
  }
  return lines
}

const BULLET = /^[-*•–+>\d]/
// Two words with capitals: who reads them knows who writes.
const FULL_NAME = /^\p{Lu}[\p{L}'’.-]{0,30}(?: [\p{L}'’.-]{1,20}){0,4} \p{Lu}[\p{L}'’-]{1,30}[\s,.]*$/u

// "Een leerkracht uit het vijfde leerjaar": longer is a sentence, unless it stands below the greeting.
const MAX_WORDS = { own: 6, signature: 11 } as const

/** A line of its own at the end, where a name stands or is avoided: "Een bezorgde collega". */
const madeUpLine = (reading: Reading, lines: readonly Line[]): Finding | undefined => {
  let at = 0
  for (const [index, { start, text }] of lines.entries()) {
    if (BULLET.test(text)) continue
    const end = start + text.length + 1
    while (at < reading.words.length && reading.words[at]!.start < start) at++
    const words: Word[] = []
    for (let word = reading.words[at]; word && word.end <= end; word = reading.words[++at]) words.push(word)
    const longest = MAX_WORDS[reading.role === 'signature' ? 'signature' : 'own']
    // "We zoeken nog:" and then a line is a list, no name.
    if (words.length > longest || /[.!?:]$/.test(text) || lines[index - 1]?.text.endsWith(':')) continue
    const terms = HIDING.flatMap((name) => reading.index.within(name, start, end)).filter((t) => t.end <= end)
    const term = hidesName({ words, terms }, SIGNED)
    if (!term) continue
    // A real name behind it takes the mask off.
    if (lines.slice(index + 1).some((line) => FULL_NAME.test(line.text))) return undefined
    return finding('fictitious', reading.place, reading.text.slice(words[0]!.start, term.end), 0.88)
  }
  return undefined
}

const END_LINES = 2

const signedMadeUp = ({ readings }: Case): Finding | undefined => {
  const signatures = readings.filter((r) => r.role === 'signature')
  if (signatures.length > 0)
    return signatures.map((r) => madeUpLine(r, linesOf(r))).find((found) => found !== undefined)
  const last = readings.findLast((r) => r.role === 'own')
  return last && madeUpLine(last, linesOf(last).slice(-END_LINES))
}

/** A full name ends the text, or the account's own name stands in the signature. */
const isSigned = (box: Mailbox, { readings }: Case): boolean => {
  const own = readings.filter((r) => r.role === 'signature' || r.role === 'own')
  if (
    own.some((r) =>
      linesOf(r)
        .slice(-8)
        .some((line) => FULL_NAME.test(line.text)),
    )
  )
    return true
  const local = nameWords(box.local)
  return own.some((r) => r.role === 'signature' && local.some((word) => fold(r.text).includes(word)))
}

// a.willems@ is a name too.
const INITIAL = /^[a-z]{1,2}[._-][a-z]{3,}/

const isNamed = (box: Mailbox, seen: Case): boolean => {
  const contact = seen.people.contact(box.address)
  if (contact.class === 'general' || contact.class === 'group' || contact.persons.length > 0) return true
  return nameWords(box.local).length >= 2 || INITIAL.test(box.local) || isSigned(box, seen)
}

const isFirstName = (word: string, { lexicon }: Case): boolean =>
  lexicon.find(word, tokenise(word)).some((t) => t.class === 'names.first' || t.class === 'names.adult')

const content = (name: string): string[] => nameWords(name).filter((word) => !PARTICLES.has(word))

/** What the account is called: the person's name, function and school; without a directory a local part that is a name. */
const accountWords = (box: Mailbox, seen: Case): string[] => {
  const contact = seen.people.contact(box.address)
  if (contact.class !== 'personal' || !contact.ours) return []
  const person = contact.persons[0]
  if (person) {
    const school = seen.people.school(person.school)?.name ?? ''
    return [person.name, person.function, school].flatMap(content)
  }
  const local = content(box.local)
  return local.length >= 2 && local.some((word) => isFirstName(word, seen)) ? local : []
}

/** A full name of somebody else on a personal account. */
const contradicts = (box: Mailbox, seen: Case): boolean => {
  const shown = content(box.name)
  const account = shown.length < 2 ? [] : accountWords(box, seen)
  if (account.length === 0) return false
  const glued = account.join('')
  const initials = account.map((word) => word[0])
  return !shown.some(
    (word) => account.includes(word) || glued.includes(word) || (word.length === 2 && initials.includes(word[0])),
  )
}

export const anonymousSender: Detector<z.infer<typeof settings>> = {
  rule: 'anonymous-sender',
  settings,
  inspect: (seen) => {
    const box = seen.message.from[0]
    if (!box || seen.message.automatic) return []
    const place = { in: 'header', header: 'From' } as const
    const madeUp = madeUpName(box.name, seen)
    if (madeUp !== undefined) return [finding('fictitious', place, `From: ${madeUp}`, 0.92)]
    if (contradicts(box, seen))
      return [finding('contradiction', place, `From: ${maskName(box.name).slice(0, 60)}`, 0.82)]
    const signed = signedMadeUp(seen)
    if (signed) return [signed]
    return /\p{L}/u.test(box.name) || isNamed(box, seen)
      ? []
      : [finding('no-name', place, `From: ${box.local[0]}•••@${box.domain}`, 0.8)]
  },
}
