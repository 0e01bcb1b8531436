/** What stands in a signature: names, functions, school names, addresses and phones, web sites, however they are laid out. */
import { fold, tokenise } from '../message/message.ts'
import type { Case, Reading } from './detectors.ts'
import { nameWords, PARTICLES } from './spelling.ts'

/** The words after the letter proper, as lines; `terms` are the classes said in them, web and mail addresses left out. */
export type Closing = Readonly<{
  text: string
  /** The same, without web and mail addresses. */
  words: string
  lines: readonly string[]
  terms: ReadonlyMap<string, readonly string[]>
}>

const OWN = new Set(['own', 'signature', 'disclaimer'])

// Where a signature would stand when no greeting announces it.
const CLOSING_LINES = 14

/** Sentences of the letter itself, rather than names, functions and numbers. */
const isProse = (line: string): boolean => {
  const words = line.slice(0, 600).match(/(?<![\p{L}\p{N}@./-])\p{Ll}[\p{L}'’]*(?![\p{L}\p{N}@/-])/gu)?.length ?? 0
  return words >= 9 || (words >= 4 && /[.!?]["”')]*\s*$/.test(line))
}

const linesOf = ({ role, text }: Reading): string[] => {
  const lines = text.trimEnd().split('\n')
  return role === 'own' ? lines.slice(-CLOSING_LINES).filter((line) => !isProse(line)) : lines
}

// Spaces and dashes of all kinds as the plain ones, so that "046 – 123 45 67" from HTML is a number.
const plain = (text: string): string =>
  text.replace(/[\u00a0\u2000-\u200a\u202f]/g, ' ').replace(/[\u2010-\u2015]/g, '-')

const ADDRESSES =
  /[\w.+-]{1,64}@[\w.-]{1,80}|(?:https?:\/\/|www\.)[^\s<>"]{1,300}|\b[\w-]{2,60}\.(?:nl|be|eu|com|org|net|example)\b/gi

export const closingOf = ({ readings, lexicon }: Case): Closing => {
  const own = readings.filter((r) => !r.place.hidden && OWN.has(r.role))
  const lines = own.flatMap(linesOf).map(plain)
  const words = lines.join('\n').replace(ADDRESSES, ' ')
  const terms = new Map<string, string[]>()
  for (const { class: name, start, end } of lexicon.find(words, tokenise(words))) {
    if (!name.startsWith('signature.')) continue
    const said = terms.get(name)
    if (said) said.push(words.slice(start, end))
    else terms.set(name, [words.slice(start, end)])
  }
  return { text: lines.join('\n'), words, lines, terms }
}

// Words with a capital that are no part of a name, besides functions and schools.
const NO_NAME = new Set(
  `met vriendelijke groet groeten groetjes hartelijke mvg juf juffrouw meester mevrouw mevr meneer mijnheer dhr mw drs ir
  namens team groep klas cordialement bien regards kind dear beste dag hallo tel telefoon mobiel gsm adres stichting de het
  maandag dinsdag woensdag donderdag vrijdag aanwezig werkdagen`.split(/\s+/),
)

const isCapital = (word: string): boolean => /^\p{Lu}/u.test(word)

/** Runs of words that may be a name: "Els van der Peeters", "Els M. Peeters"; a comma, bar, cell or "en" ends a run. */
const nameRuns = (closing: Closing): string[][] =>
  closing.lines.flatMap((line) =>
    line.split(/[\t,|•·;:/()–&+]| - | (?:en|et|and) /).map((run) =>
      run
        .trim()
        .split(/\s+/)
        .filter((word) => /\p{L}/u.test(word)),
    ),
  )

/** A run with the wanted word and another name word beside it: "Els Peeters" or "PEETERS Els" for "els". */
const namesFully = (run: readonly string[], wanted: ReadonlySet<string>, others: ReadonlySet<string>): boolean => {
  const folded = run.map((word) => nameWords(word))
  const rest = run.filter((word, i) => {
    const [first = ''] = folded[i]!
    return isCapital(word) && first.length >= 2 && !PARTICLES.has(first) && !NO_NAME.has(first) && !others.has(first)
  })
  return rest.length >= 2 && rest.length <= 6 && rest.some((word) => nameWords(word).some((w) => wanted.has(w)))
}

/** "Janssen Smit" is one last name. */
const isOnly = (run: readonly string[], last: readonly string[]): boolean =>
  run.flatMap((word) => nameWords(word)).every((word) => last.includes(word) || PARTICLES.has(word))

const wordSet = (texts: readonly string[]): Set<string> => new Set(texts.flatMap(nameWords))

export const hasName = (closing: Closing, { message, sender }: Case): boolean => {
  const said = wordSet(closing.lines)
  const others = wordSet([
    ...(closing.terms.get('signature.function') ?? []),
    ...(closing.terms.get('signature.school') ?? []),
  ])
  const person = sender.persons.find((p) => p.kind === 'staff')
  if (person && sender.class === 'personal') {
    const last = nameWords(person.lastName).filter((word) => !PARTICLES.has(word))
    if (!last.every((w) => said.has(w))) return false
    // "Petra" for Petronella: a first name that the directory writes otherwise.
    return (
      nameWords(person.firstName).some((w) => said.has(w)) ||
      nameRuns(closing).some((run) => namesFully(run, new Set(last), others) && !isOnly(run, last))
    )
  }
  const runs = nameRuns(closing)
  const box = message.from[0]
  const shown = [...nameWords(box?.name ?? ''), ...(shownIsLocal(box?.local) ? nameWords(box?.local ?? '') : [])]
  const wanted = new Set(shown.filter((word) => !PARTICLES.has(word) && !others.has(word)))
  const personal = sender.class === 'personal' && wanted.size > 0
  if (personal && runs.some((run) => namesFully(run, wanted, others))) return true
  // A shared mailbox, or an account without a name: any first and last name on a line of its own.
  return (!personal || wanted.size < 2) && runs.some((run) => run.length <= 6 && anyName(run, others))
}

const shownIsLocal = (local: string | undefined): boolean => nameWords(local ?? '').length >= 2

const anyName = (run: readonly string[], others: ReadonlySet<string>): boolean => {
  const words = run.flatMap((word) => (isCapital(word) ? nameWords(word).slice(0, 1) : []))
  const names = words.filter((word) => !PARTICLES.has(word) && !NO_NAME.has(word))
  return (
    names.length >= 2 &&
    !words.some((word) => others.has(word)) &&
    run.every((w) => isCapital(w) || PARTICLES.has(fold(w)))
  )
}

export const hasFunction = (closing: Closing, { sender }: Case): boolean => {
  const known = sender.persons.map((p) => fold(p.function)).filter((name) => name !== '')
  return closing.terms.has('signature.function') || known.some((name) => fold(closing.text).includes(name))
}

// Every school has these words in its name; what is left is what people call it.
const GENERIC = new Set(
  `school basisschool basisscholen de het een obs rkbs pcbs cbs bs gbs vbs ikc kc kindcentrum sbo so vso college lyceum
  campus instituut atheneum openbare vrije katholieke christelijke gemeentelijke sint st centrum voor en van der den te
  op in la le les ecole institut`.split(/\s+/),
)

/** "Wilg" of "OBS De Wilg", "Lutgardis" of "Campus Sint-Lutgardis": the word that no other school has. */
const calledBy = (name: string): string | undefined =>
  nameWords(name)
    .filter((word) => !GENERIC.has(word) && word.length >= 3)
    .sort((a, b) => b.length - a.length)[0]

// "De Springplank", "'t Kompas" on a line or in a cell of its own.
const CALLED =
  /^(?:De|Het|['’]t|L[ae]|DE|HET|Op de|Aan de|In de)\s{1,2}\p{Lu}[\p{L}'’-]{2,30}(?: \p{L}[\p{L}'’-]{1,30}){0,3}$/u

export const hasSchool = (closing: Closing, { people, sender }: Case): boolean => {
  const names = sender.persons.flatMap((p) => calledBy(people.school(p.school)?.name ?? '') ?? [])
  if (names.length > 0) {
    // A street of that name, a mail address and the board's name do not say which school.
    const said = new Set(nameWords(closing.words))
    return names.some((name) => said.has(name) || said.has(`de${name}`) || said.has(`het${name}`))
  }
  if (closing.terms.has('signature.school')) return true
  return closing.lines.some((line) => line.split(/\t|,| [-|•·] /).some((cell) => CALLED.test(cell.trim())))
}

const PHONE = /(?:\+|\b0)\d[\d ()./-]{6,18}\d/g
const DATE = /\b\d{1,2}[-/.]\d{1,2}[-/.]\d{4}\b/g
const ACCOUNT = /\b[A-Z]{2}\d{2} ?[A-Z]{4} ?[\d ]{8,20}/g
const POSTCODE = /\b[1-9]\d{3} ?[A-Z]{2}\b|\b[1-9]\d{3} {1,2}\p{Lu}\p{L}{2,30}/u
const STREET =
  /\p{L}{2,40}(?:straat|laan|weg|plein|steeg|dreef|singel|kade|hof|pad|park|markt|lei|baan|dijk|gracht)\.? {1,3}\d{1,4}/iu

export const hasContact = (text: string): boolean => {
  const bare = text.replace(DATE, ' ').replace(ACCOUNT, ' ')
  const phone = (bare.match(PHONE) ?? []).some((found) => found.replace(/\D/g, '').length >= 9)
  return phone || POSTCODE.test(bare) || STREET.test(bare)
}

const bareSite = (site: string): string =>
  fold(site)
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/$/, '')

/** Where the sender may name a web site: anywhere in the own words, and as a link's target; what a link scanner put around it is undone. */
export const sitesText = ({ message, readings }: Case): string => {
  const own = readings.filter((r) => !r.place.hidden && OWN.has(r.role)).map((r) => r.text)
  const links = message.links
    .filter((link) => link.place.in !== 'quoted' && !link.place.hidden)
    .map((link) => link.href.slice(0, 2_000).replace(/%2f/gi, '/').replace(/%3a/gi, ':'))
  return fold([...own, ...links].join('\n'))
}

const BEFORE = /(?:^|[^a-z0-9.@-]|(?:^|[^a-z0-9.@-])www\.)$/
const AFTER = /^(?:$|[^a-z0-9.-]|\.(?:$|[^a-z0-9]))/

/** Named in the text or as a link's target. Neither "werkenbijkindante.nl" nor "info@kindante.nl" names "kindante.nl". */
export const hasSite = (site: string, all: string): boolean => {
  const wanted = bareSite(site)
  for (let at = all.indexOf(wanted); at >= 0; at = all.indexOf(wanted, at + 1)) {
    const end = at + wanted.length
    if (BEFORE.test(all.slice(Math.max(0, at - 6), at)) && AFTER.test(all.slice(end, end + 2))) return true
  }
  return false
}
