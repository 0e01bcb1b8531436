/**
 * Identifiable pupils (and families) in a text: names of the directory, and without one what identifies all the same:
 * a role word with a name, a class code with a name or initials, a label, a pupil number, "uw dochter" to one parent.
 */
import type { NameHit, Person } from '../directory/directory.ts'
import { fold } from '../message/message.ts'
import { classNamesIn, holdsClassCode, nameWithin } from './class-codes.ts'
import type { Case, Reading } from './detectors.ts'
import { NO_NAMES } from './grammar.ts'
import type { TermHit } from './lexicon.ts'
import { lineStart } from './line-start.ts'
import { openSpans } from './spans.ts'
import { indexTerms, type TermIndex } from './term-index.ts'

/** `sure`: how surely the words mean one pupil or family. `named`: the words show a name, which must be covered. */
export type Mention = Readonly<{
  start: number
  end: number
  sure: number
  id: string
  name: string
  named: boolean
  /** "een leerling uit 3B": one pupil, described rather than named. */
  described: boolean
}>

/** Pupils of a text, and the other persons in it, whose state is not ours to judge. */
export type Cast = Readonly<{ pupils: readonly Mention[]; others: readonly Readonly<{ start: number; end: number }>[] }>

/** The one child a message to its parents is about, if it is. */
export type Child = Readonly<{ id: string; name: string }>

const NAME =
  /^[ \t]{0,2}[:(,]?[ \t]{0,3}(\p{Lu}[\p{L}'’-]{1,20}(?: (?:(?:van|de|der|den|el|al|ten|ter) ){0,2}\p{Lu}[\p{L}'’-]{0,20}){0,3}|(?:\p{Lu}\.[ ]?){1,4}(?:\p{Lu}\p{Ll}{1,20})?)/u
const LABELLED = /^[ \t]{0,3}[:\t][ \t]{0,3}(\p{Lu}[\p{L}'’.-]{0,20}(?: [\p{L}'’.-]{1,20}){0,4})/u
const AFTER_KIN =
  /^ (?:van|de|of|from|d['’]) {0,1}(?:(?:leerling|kleine|onze|l['’]élève) ){0,2}(\p{Lu}[\p{L}'’-]{1,20}(?: \p{Lu}[\p{L}'’.-]{0,20}){0,2})/u
const AFTER_CHILD =
  /^ (?:van|de|of|d['’])(?: (?:mevrouw|mevr\.?|mw\.?|meneer|dhr\.?|mama|papa|madame|monsieur|onze|de heer|den|ons))? ?(\p{Lu}[\p{L}'’-]{1,20}(?: \p{Lu}[\p{L}'’.-]{0,20}){0,2})/u
const FAMILY = /^(?: |\. ?)((?:(?:van|de|der|den|el|al) ){0,2}\p{Lu}[\p{L}'’-]{2,20}(?:-\p{Lu}[\p{L}'’-]{1,20})?)/u

const window = (text: string, from: number): string => text.slice(from, from + 90)
const isCapital = (text: string, at: number): boolean => /\p{Lu}/u.test(text.slice(at, at + 2))

const mention = (start: number, end: number, sure: number, name: string, more: Partial<Mention> = {}): Mention => ({
  start,
  end,
  sure,
  id: '',
  name,
  named: name !== '',
  described: false,
  ...more,
})

/** What persons of one name are, and which pupil it must mean: '' when it may be several, or none. */
type Namesakes = Readonly<{ kinds: ReadonlySet<Person['kind']>; pupil: string }>

const namesakes = new WeakMap<readonly Person[], Namesakes>()

/** A first name that many bear has the same list each time: the larger the directory, the longer it is. */
const namesakesOf = (persons: readonly Person[]): Namesakes => {
  const before = namesakes.get(persons)
  if (before) return before
  const kinds = new Set(persons.map((p) => p.kind))
  const pupils = new Set(persons.flatMap((p) => (p.kind === 'pupil' ? [p.id] : p.kind === 'parent' ? p.pupilIds : [])))
  const found = { kinds, pupil: pupils.size === 1 ? [...pupils][0]! : '' }
  if (persons.length > 1) namesakes.set(persons, found)
  return found
}

const OWNED = /(?<!\p{L})(?:mama|papa|moeder|vader|ma|pa|ouders|oma|opa|broer|zus|tante|nonkel|oom) van $/iu

/** "de ouders van merel": a word in small letters is a name there. */
const isOwner = (text: string, start: number): boolean => OWNED.test(text.slice(Math.max(0, start - 13), start))

const sureness = (hit: NameHit, text: string): number => {
  if (hit.how === 'first')
    return hit.strength >= 0.4
      ? 0.65
      : hit.strength >= 0.2 || isCapital(text, hit.start) || isOwner(text, hit.start)
        ? 0.5
        : 0
  if (hit.how === 'last') return hit.strength >= 0.6 ? 0.8 : 0.55
  return hit.strength >= 0.8 ? 1 : hit.strength >= 0.5 ? 0.8 : 0.5
}

const wordBefore = (text: string, at: number): string =>
  /([\p{L}]{1,24})[.]? {1,2}$/u.exec(text.slice(Math.max(0, at - 28), at))?.[1] ?? ''

/** "Dag Els," and a name alone on its line greet or sign: nobody is spoken of. */
const greetsOrSigns = (index: TermIndex, start: number, end: number): boolean => {
  const { text } = index.reading
  const lineFrom = lineStart(text, start)
  const lineEnd = text.indexOf('\n', end)
  const rest = text.slice(end, lineEnd < 0 ? text.length : lineEnd).trim()
  const lead = text.slice(lineFrom, start).trim()
  if (lead === '' && rest === '' && text.length > end - start + 20) return true
  const greeting = index.near('pupil.greeting', lineFrom, start)
  return (
    greeting !== undefined &&
    start - greeting.end < 30 &&
    /^[,!]?$|^,/.test(rest.slice(0, 1)) &&
    greeting.start - lineFrom < 3
  )
}

// A word, a full stop and two blanks.
const LONGEST_TITLE = 27

const titled = (index: TermIndex, start: number): boolean => {
  if (!index.near('pupil.staff-title', start - LONGEST_TITLE, start)) return false
  const before = wordBefore(index.reading.text, start)
  return before !== '' && index.near('pupil.staff-title', start - before.length - 2, start) !== undefined
}

// "mevrouw Vos van het OCMW", "Tom Baert (CLB)": who comes for an institution is no pupil of that name.
const COMES_FOR =
  /^,?\s\(?(?:(?:van|uit|bij|de|du|from|of)\s)?(?:(?:het|de|den|le|la|the)\s|l['’])?(?:OCMW|CPAS|V?CLB|CAW|CGG|GGZ|GGD|CJG|PMS|JGZ|SWV|politie|police|brandweer|gemeente|stad(?:sdienst)?|bibliotheek|bieb|ziekenhuis|uni(?:versiteit|ef)?|hogeschool|academie|vzw|stichting|samenwerkingsverband|wijkteam|jeugdhulp|jeugdzorg|leerplicht|inspectie|dienst|firma|krant|\p{L}*centrum|\p{L}*loket|\p{L}*dienst)(?!\p{L})/iu
const comesFor = (text: string, end: number): boolean => COMES_FOR.test(text.slice(end, end + 50))

const fromDirectory = (index: TermIndex, pupils: Mention[], others: { start: number; end: number }[]): void => {
  const { text, names } = index.reading
  for (const hit of names) {
    const { kinds, pupil } = namesakesOf(hit.persons)
    const weak = hit.how === 'first' || hit.how === 'last'
    const isPupil = kinds.has('pupil') && !(kinds.has('staff') && titled(index, hit.start))
    const isParent = kinds.has('parent') && !(kinds.has('staff') && hit.how !== 'last')
    const visits = weak && comesFor(text, hit.end)
    if (!(isPupil || isParent) || visits || (hit.how === 'first' && titled(index, hit.start))) {
      if (!weak || visits || kinds.has('staff')) others.push(hit)
      continue
    }
    const sure = sureness(hit, text)
    if (sure === 0 || greetsOrSigns(index, hit.start, hit.end)) continue
    const said = text.slice(hit.start, hit.end)
    const { from, to } = nameWithin(said)
    pupils.push(mention(hit.start, hit.end, sure, said.slice(from, to), { id: pupil }))
  }
}

const fromRoles = (index: TermIndex, pupils: Mention[]): void => {
  const { text } = index.reading
  for (const role of index.all('pupil.role')) {
    const match = NAME.exec(window(text, role.end))
    // The next capital must follow at once: "de leerling. Morgen" is no name.
    if (match && !isNoName(index, role.end + match[0].length - match[1]!.length)) {
      const end = role.end + match[0].length
      pupils.push(mention(end - match[1]!.length, end, 0.8, match[1]!))
    } else if (describes(index, role)) pupils.push(mention(role.start, role.end, 0.6, '', { described: true }))
    else fromParent(index, role, pupils)
  }
}

// A child of one family; "de leerling van Els" is one of many.
const CHILD_OF =
  /^(?:zoon|zoontje|dochter|dochtertje|kind|kindje|jongetje|jongen|meisje|meiske|manneke|ventje|kereltje|kleinzoon|kleindochter|buurjongen|buurmeisje|neefje|nichtje|fils|fille|son|daughter|child|garcon|boy|girl)$/

/** "het jongetje van Froukje", "de dochter van mevrouw Aerts": whose child it is tells who it is. */
const fromParent = (index: TermIndex, role: TermHit, pupils: Mention[]): void => {
  if (!CHILD_OF.test(role.term)) return
  const match = AFTER_CHILD.exec(window(index.reading.text, role.end))
  if (!match || isNoName(index, role.end + match[0].length - match[1]!.length)) return
  const end = role.end + match[0].length
  pupils.push(mention(end - match[1]!.length, end, 0.7, match[1]!, { described: true }))
}

// "Begeleidingsdossier" is no name, and hardly any name is that long.
const LONGEST_NAME = 14
// "NDS" may be initials.
const SHOUTED = /^\p{Lu}{5}/u
// "Kriebelteam", "Kampavond": the last part says what it is.
const COMPOUND =
  /.(?:team|week|dag|avond|groep|klas|raad|werking|dienst|fonds|feest|boek|krant|brief|lijst|plan|kamp|school|lokaal|zaal|club|project|beleid|protocol|onderzoek|toets|examen|ouders?)$/

/** "Ouders bereiken", "Leerling met ADHD", "KIND OP KAMP": a capital does not make a name of every word. */
const isNoName = ({ reading, at: hitAt }: TermIndex, at: number): boolean => {
  const written = /^[\p{L}'’-]{1,30}/u.exec(reading.text.slice(at, at + 30))?.[0] ?? ''
  const folded = fold(written)
  if (NO_NAMES.has(folded) || hitAt(at, 'sensitive')) return true
  if (hitAt(at, 'names.first')) return false
  if (written.length > LONGEST_NAME || SHOUTED.test(written) || COMPOUND.test(folded)) return true
  return reading.meaning?.isWord(folded) ?? false
}

const POINTS =
  /^(?:de|die|deze|een|het|dat|dit|onze|ons|mijn|jouw|enige|nieuwe|kleine|une|la|le|l|ce|cette|the|a|that|this|our|only)$/
const ONE_ONLY = /^(?:de|die|deze|het|dat|dit|onze|ons|mijn|jouw|enige|le|la|l|ce|cette|the|that|this|our|only)$/
const TELLS_APART = /^(?:met|wiens|wier|waarvan|die|dat|zonder|van|uit|qui|dont|avec|au|aux|with|whose|who)$/

/** "de leerling met de rolstoel in 2A", "het jongetje wiens moeder …": a class or a mark makes one of many. */
const describes = ({ reading }: TermIndex, role: { first: number; last: number }): boolean => {
  const word = (at: number): string => reading.words[at]?.folded ?? ''
  if (!POINTS.test(word(role.first - 1))) return false
  if (holdsClassCode(reading, role.last + 1, role.last + 8)) return true
  return isSingledOut(word, role)
}

/** "het kind dat te laat is" is any child; a mark beside a possessive or a small word for a child is one. */
const isSingledOut = (word: (at: number) => string, { first, last }: { first: number; last: number }): boolean => {
  if (!ONE_ONLY.test(word(first - 1)) && !ONE_ONLY.test(word(first - 2))) return false
  const next = word(last + 1)
  if (/^(?:wiens|wier|waarvan|whose|dont)$/.test(next) || (next === 'van' && word(last + 2) === 'wie')) return true
  const small = /^(?:jongetje|meisje|jongen|ventje|kereltje|garcon|fillette|boy|girl|leerling|leerlinge|kleuter)$/.test(
    word(first),
  )
  const marked =
    /^(?:de|het|dat|die|zijn|haar|le|la|les|the|rood|rode|blond|blonde|bril|lange|korte|krullen|krulletjes|vlechtjes)$/
  return (
    small &&
    TELLS_APART.test(next) &&
    (/^(?:met|avec|with)$/.test(next) ? marked.test(word(last + 2)) : word(first - 1) === 'enige')
  )
}

// "Je broer in L5A" is one child; "ouders van 3B" are many.
const SIBLING = /^(?:broer|broertje|zus|zusje)$/

const fromFamilies = (index: TermIndex, pupils: Mention[]): void => {
  const { text } = index.reading
  for (const kin of index.all('pupil.kin')) {
    const rest = window(text, kin.end)
    const after = AFTER_KIN.exec(rest)
    const family = /^(?:familie|fam|gezin|famille|ouders)$/.test(kin.term) ? FAMILY.exec(rest) : null
    const match = after ?? family
    if (!match && SIBLING.test(kin.term) && holdsClassCode(index.reading, kin.last + 1, kin.last + 3))
      pupils.push(mention(kin.start, kin.end, 0.65, '', { described: true }))
    if (!match || isNoName(index, kin.end + match[0].length - match[1]!.length)) continue
    const end = kin.end + match[0].length
    pupils.push(mention(end - match[1]!.length, end, 0.75, match[1]!))
  }
}

const fromLabels = (index: TermIndex, pupils: Mention[]): void => {
  const { text } = index.reading
  for (const label of index.all('pupil.label')) {
    if (text.slice(lineStart(text, label.start), label.start).trim() !== '') continue
    const match = LABELLED.exec(window(text, label.end))
    if (!match || isNoName(index, label.end + match[0].length - match[1]!.length)) continue
    const end = label.end + match[0].length
    pupils.push(mention(end - match[1]!.length, end, 0.85, match[1]!))
  }
  for (const label of index.all('pupil.number')) {
    const match = /^.{0,4}?(\d{4,10})\b/.exec(window(text, label.end))
    if (match) pupils.push(mention(label.start, label.end + match[0].length, 0.85, match[1]!))
  }
}

// "M. v. D.", "A.D.B."; before a family name they are a grown-up's: "J.P. Peeters".
const INITIALS =
  /(?<![\p{L}\d.])\p{Lu}\.[ ]?(?:(?:v\.[ ]?d\.|v\.|van|de|der|den|el)[ ]?){0,2}\p{Lu}\.(?:[ ]?\p{Lu}\.)?(?![\p{L}\d])(?! ?\p{Lu}\p{Ll})/gu
const NO_INITIALS = new Set(
  'ps nb lo vu nv bv us uk vs eu tv cv mo po vo gr or ib ai mt hr pc pm am bc ac dc id iq ea oa ev zoz aub svp rsvp vzw ocm clb ggd ggz sbo ehb'.split(
    ' ',
  ),
)

/** Who writes of "T.S." to a colleague means a pupil whom both know. */
const fromInitials = (index: TermIndex, pupils: Mention[]): void => {
  const { text } = index.reading
  for (const match of text.matchAll(INITIALS)) {
    const [said] = match
    const end = match.index + said.length
    if (NO_INITIALS.has(fold(said).replace(/[^a-z]/g, '')) || titled(index, match.index)) continue
    if (!greetsOrSigns(index, match.index, end)) pupils.push(mention(match.index, end, 0.65, said))
  }
}

const SPOKEN_OF =
  /^ (?:heeft|heb|hep|had|is|krijgt|kreeg|slikt|neemt|wil|woont|slaapt|verblijft|zit|werd|wordt|was|volgt|durft|vertelde|zei|zegt|eet|drinkt|huilt|weent|blijft|ligt|slaat|bijt|gaat|moet|moe|mag|weegt|wiegt|weet|snijdt|loopt|komt|z['’]?n|d['’]?r|hr|zijn|haar|hij|uit|has|takes|souffre|prend) |^ (?:ze|se) (?:ma|pa|mama|papa|moeder|vader|broer|zus|oma|opa) /

const fromFirstNames = (index: TermIndex, pupils: Mention[], others: { start: number; end: number }[]): void => {
  const { text } = index.reading
  for (const hit of index.all('names.first')) {
    // Without capitals only where a verb or what is theirs follows: "emma heeft weer gekrast", "mees z'n pilletjes".
    const spoken = SPOKEN_OF.test(text.slice(hit.end, hit.end + 16)) || isOwner(text, hit.start)
    if (!isCapital(text, hit.start) && !spoken) continue
    if (text[hit.start - 1] === '-' || text[hit.end] === '-' || text[hit.end] === '@') continue
    if (greetsOrSigns(index, hit.start, hit.end)) continue
    if (titled(index, hit.start)) {
      others.push(hit)
      continue
    }
    const full = /^ (?:(?:van|de|der|den|el|al|ten|ter) ){0,2}\p{Lu}[\p{L}'’-]{1,20}/u.exec(
      text.slice(hit.end, hit.end + 50),
    )
    // In small letters it is no surer than one of the directory, which is then the one that is meant.
    const sure = full ? 0.65 : isCapital(text, hit.start) ? 0.55 : 0.5
    pupils.push(mention(hit.start, hit.end + (full?.[0].length ?? 0), sure, text.slice(hit.start, hit.end)))
  }
}

/** Of several readings of the same words the surest; what a directory calls staff is nobody's child. */
const distinct = (pupils: readonly Mention[], others: readonly { start: number; end: number }[]): Mention[] => {
  const anothers = openSpans(others)
  const kept = openSpans<Mention>()
  const found: Mention[] = []
  for (const one of [...pupils].sort((a, b) => b.sure - a.sure || Number(b.id !== '') - Number(a.id !== ''))) {
    if (anothers.overlapping(one) || kept.overlapping(one)) continue
    kept.add(one)
    found.push(one)
  }
  return found.sort((a, b) => a.start - b.start)
}

/** Who the text speaks of. `child` is whom "uw zoon" means, when the message goes to that child's parents alone. */
export const castOf = (reading: Reading, child: Child | undefined): Cast => {
  const index = indexTerms(reading)
  const pupils: Mention[] = []
  const others: { start: number; end: number }[] = []
  fromDirectory(index, pupils, others)
  fromRoles(index, pupils)
  fromFamilies(index, pupils)
  fromLabels(index, pupils)
  fromInitials(index, pupils)
  fromFirstNames(index, pupils, others)
  for (const { start, end, name } of classNamesIn(reading))
    if (!titled(index, start) && !isNoName(index, start)) pupils.push(mention(start, end, 0.85, name))
  const yours = [
    ...(child ? index.all('pupil.yours') : []),
    ...(reading.role === 'quoted' ? index.all('pupil.mine') : []),
  ]
  for (const hit of yours)
    pupils.push(mention(hit.start, hit.end, 0.75, child?.name ?? '', { id: child?.id ?? '', named: false }))
  return { pupils: distinct(pupils, others), others: others.sort((a, b) => a.start - b.start) }
}

const outsiders = ({ recipients }: Case) => recipients.filter((r) => r.class !== 'personal' && r.class !== 'general')

/** Pupils that all known parents among the outside recipients share. */
const shared = (lists: readonly (readonly string[])[]): string[] =>
  (lists[0] ?? []).filter((id) => lists.every((list) => list.includes(id)))

/** The child of the only family addressed outside the school; its id when the directory knows it. */
export const childOf = (seen: Case): Child | undefined => {
  const outside = outsiders(seen)
  if (outside.length === 0 || outside.length > 2) return undefined
  if (outside.some((r) => r.class !== 'parent' && r.class !== 'outside')) return undefined
  const known = outside.filter((r) => r.class === 'parent' && r.known)
  if (known.length === 0) return { id: '', name: '' }
  const ids = shared(known.map((r) => r.persons.flatMap((p) => p.pupilIds)))
  if (ids.length === 0) return undefined
  return { id: ids.length === 1 ? ids[0]! : '', name: '' }
}

/** Whether nobody outside but this child's own parents gets the message. */
export const goesToFamilyAlone = (seen: Case, pupilId: string): boolean => {
  const outside = outsiders(seen)
  const child = childOf(seen)
  if (!child || (child.id !== '' && pupilId !== '' && child.id !== pupilId)) return false
  return outside.length === 1 || outside.every((r) => r.class === 'parent' && r.known)
}
