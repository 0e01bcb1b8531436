/** Class codes ("3B", "5WEWI", "groep 7", "tweede leerjaar") and the name that stands before one. */
import { numberPerSpelling, type Word } from '../message/message.ts'
import type { Reading } from './detectors.ts'

/** A name or initials that a class code makes one pupil: "Noor uit 3B", "N.D.S. (5WEWI)". */
type ClassName = Readonly<{ start: number; end: number; name: string }>

const CODE = /^(?:[1-7][a-z]{1,5}\d?|[1-6](?:v|hv|h|k|kb|t|tl|gt|m)\d|[hvm][1-6][a-z]?|[klp][1-6][a-z]?)$/
// Rooms, paper sizes, ordinals, hours and measures look the same.
const UNITS =
  /^\d(?:e|de|ste|eme|ere|er|x|u|h|uur|km|m|cm|mm|kg|g|ml|l|cl|mg|k|st|nd|rd|th|mb|gb|min|d|ds|jaar|pm|am|dagen|keer)$/
const YEAR = /^(?:leerjaar|kleuterklas|kleuter|middelbaar|jaar|klas|kl|groep|gr)$/
const ORDINAL =
  /^(?:eerste|tweede|derde|vierde|vijfde|zesde|zevende|achtste|[1-8](?:e|de|ste)?|[1-8][a-z]{1,3}|brugklas|okan)$/

const UPPER = /^[\p{Lu}\d]+$/u
const LEADS = /^(?:uit|van|in|klas|groep|from|class|classe)$/

/** What a word may be beside a class, each a bit. */
const IS_OKAN = 1
const IS_GROUP = 2
const IS_ORDINAL = 4
const IS_YEAR = 8
const IS_CODE = 16
const IS_UNIT = 32
const IS_LEAD = 64
const BEGINS = IS_OKAN | IS_GROUP | IS_ORDINAL | IS_CODE
const LONGEST = 7

const kindsOf = numberPerSpelling(
  ({ folded }: Pick<Word, 'folded' | 'spelling'>) =>
    (folded === 'okan' ? IS_OKAN : 0) |
    (folded === 'groep' || folded === 'klas' ? IS_GROUP : 0) |
    (ORDINAL.test(folded) ? IS_ORDINAL : 0) |
    (YEAR.test(folded) ? IS_YEAR : 0) |
    (folded.length <= LONGEST && CODE.test(folded) ? IS_CODE : 0) |
    (UNITS.test(folded) ? IS_UNIT : 0) |
    (LEADS.test(folded) ? IS_LEAD : 0),
)

/** Word range of the class code that starts at word `i`; undefined when there is none. */
const codeAt = ({ text, words }: Pick<Reading, 'text' | 'words'>, i: number): number | undefined => {
  const word = words[i]!
  const kinds = kindsOf(word)
  if ((kinds & BEGINS) === 0) return undefined
  if (kinds & IS_OKAN) return i
  const next = i + 1 < words.length ? kindsOf(words[i + 1]!) : 0
  if (kinds & IS_GROUP && next & IS_ORDINAL) return i + 1
  if (kinds & IS_ORDINAL && next & IS_YEAR) return i + 1
  if ((kinds & IS_CODE) === 0) return undefined
  const upper = UPPER.test(text.slice(word.start, word.end))
  const led = i > 0 && (kindsOf(words[i - 1]!) & IS_LEAD) !== 0
  return (upper || led) && !(kinds & IS_UNIT && !upper) ? i : undefined
}

const NAME_BEFORE =
  /(?<![\p{L}-])((?:\p{Lu}\.[ ]?){1,4}|\p{Lu}[\p{Ll}'’-]{1,20}(?: (?:(?:van|de|der|den|el|al|ten|ter|di|da) ){0,2}\p{Lu}[\p{L}.'’-]{0,20}){0,2}|\p{Lu}{2,4})[ ]?(?:,|\(|-|–|\[)?[ ]?(?:(?:uit|van|in|from|de|en) )?(?:(?:de|het|la|jouw|uw|je|jullie|onze|mijn|haar|zijn|ta|votre|your|my|our|klas|groep|class|classe) ){0,2}$/u
// No class code: "lokaal 3B", "bus 4A", "toets 3B" name nobody.
const NOBODY =
  /^(?:lokaal|bus|zaal|blok|hoofdstuk|toets|klas|groep|school|bijlage|reeks|les|uitstap|info|informatie|ouders|leerlingen|beste|dag|room|van|in|uit|de|het|voor|voor de|onze|alle|the|le|la|les)$/i

export const classNamesIn = (reading: Pick<Reading, 'text' | 'words'>): ClassName[] => {
  const found: ClassName[] = []
  const { text, words } = reading
  for (let i = 0; i < words.length; i++) {
    const last = codeAt(reading, i)
    if (last === undefined) continue
    const start = words[i]!.start
    const from = Math.max(0, start - 60)
    const match = NAME_BEFORE.exec(text.slice(from, start))
    const name = match?.[1]?.trim()
    if (match && name && !NOBODY.test(name)) found.push({ start: from + match.index, end: words[last]!.end, name })
    i = last
  }
  return found
}

const TAIL =
  /[\s,–-]{0,3}[([]?\s?(?:(?:uit|van|in|from|de|en) )?(?:(?:de|het|la|jouw|uw|je|jullie|onze|mijn|klas|groep|class|classe) ?){0,2}\S{0,8}\d\S{0,8}$/iu
const HEAD = /^\S{0,8}\d\S{0,8}[\s:,)–-]{1,4}/u

/** The name alone of "Noor uit 3B", "Noor (3B)", "3B: Noor": the class names nobody. */
export const nameWithin = (said: string): { from: number; to: number } => {
  const from = HEAD.exec(said)?.[0].length ?? 0
  const to = TAIL.exec(said)?.index ?? said.length
  return from < to ? { from, to } : { from: 0, to: said.length }
}

/** Whether a class code stands within the words `first`..`last`. */
export const holdsClassCode = (reading: Pick<Reading, 'text' | 'words'>, first: number, last: number): boolean => {
  for (let i = Math.max(0, first); i <= last && i < reading.words.length; i++)
    if (codeAt(reading, i) !== undefined) return true
  return false
}
