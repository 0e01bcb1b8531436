/**
 * Sensitive words that say something of somebody. A word alone says nothing: "infoavond over ADHD" and "leerlingen met
 * dyslexie" are talk; "de papa" with "in de gevangenis" some words further is none.
 */
import { numberPerSpelling, type Word } from '../message/message.ts'
import { holdsClassCode } from './class-codes.ts'
import type { Reading } from './detectors.ts'
import type { TermHit } from './lexicon.ts'
import { isPlayed } from './parts-played.ts'
import { type Sentence, sentenceAt } from './sentences.ts'
import { oncePerReading } from './text-memory.ts'

export type Category = 'family' | 'psycho-social' | 'medical' | 'care' | 'financial' | 'special-category'

/** strong: beside a name it is enough. said: a whole predicate. weak: needs a verb as well. reminder: an unpaid bill. */
type Weight = 'strong' | 'said' | 'weak' | 'reminder'
export type Predication = Readonly<{
  category: Category
  weight: Weight
  start: number
  end: number
  first: number
  last: number
  sentence: number
}>

/** The words of a pair stand at most this many words apart. */
const APART = 9
const LINKS = new Set(
  'over rond rondom omtrent tegen voor sur about on van thema bij contre met de du des inzake rondt'.split(' '),
)
// "dyslexieprotocol", "autismewerking": the last part of the compound is what it is.
const INNOCENT_TAIL =
  /(?:protocol|beleid|coach|werking|week|dag|avond|training|vorming|vereniging|software|project|cursus|preventie|werkgroep|team|specialist|coordinator|consulent|opleiding|congres|symposium|boek|les|lessen|campagne|fonds|onderzoek|test|expert|deskundige|screening|behandelaar)$/
const KEEPS_TAIL = /(?:psychologischonderzoek|iqtest|intelligentietest|intelligentieonderzoek)$/

type Parsed = Readonly<{ category: Category; kind: string; half: string }>

const parsed = new Map<string, Parsed>()

/** "sensitive.family.kin.a" in its parts. There are some tens of such classes. */
const parseClass = (name: string): Parsed => {
  const known = parsed.get(name)
  if (known) return known
  const [, category = '', kind = '', half = ''] = name.split('.')
  const parts = { category: category as Category, kind, half }
  parsed.set(name, parts)
  return parts
}

type Located = TermHit & Readonly<{ sentence: number }>
type Half = Located & Readonly<{ key: string; category: Category; half: string }>

const pairs = (halves: readonly Half[]): Predication[] => {
  const found: Predication[] = []
  const others = Map.groupBy(
    halves.filter(({ half }) => half === 'b'),
    ({ key, sentence }) => `${sentence} ${key}`,
  )
  for (const a of halves) {
    const b = a.half === 'a' ? others.get(`${a.sentence} ${a.key}`)?.find((h) => near(a, h)) : undefined
    if (!b) continue
    found.push({
      category: a.category,
      weight: 'said',
      start: Math.min(a.start, b.start),
      end: Math.max(a.end, b.end),
      first: Math.min(a.first, b.first),
      last: Math.max(a.last, b.last),
      sentence: a.sentence,
    })
  }
  return found
}

const near = (a: TermHit, b: TermHit): boolean =>
  (b.first > a.last && b.first - a.last <= APART) || (a.first > b.last && a.first - b.last <= APART)

const linked = (reading: Reading, from: number, to: number): boolean => {
  for (let i = from + 1; i < to; i++) if (LINKS.has(reading.words[i]!.folded)) return true
  return false
}

const isTalk = (p: Predication, reading: Reading, around: readonly Located[]): boolean => {
  const word = reading.words[p.last]!.folded
  if (p.weight !== 'said' && INNOCENT_TAIL.test(word) && !KEEPS_TAIL.test(word) && p.first === p.last) return true
  if (isAnyone(p, reading) || isExplained(p, reading)) return true
  return around.some((hit) => {
    const before = p.first - hit.last
    if (hit.class === 'unsaid.charity' || hit.class === 'unsaid.elsewhere') return true
    if (hit.class === 'unsaid.topic')
      return (
        (before > 0 && before <= 6 && linked(reading, hit.first - 1, p.first)) ||
        before === 1 ||
        hit.first - p.last === 1
      )
    if (hit.class === 'unsaid.group')
      return (
        p.weight !== 'reminder' &&
        before > 1 &&
        before <= 4 &&
        /^(?:met|die|zonder|avec|with|who|qui|wie|having|van)$/.test(reading.words[hit.last + 1]!.folded)
      )
    return false
  })
}

const ANY = /^(?:een|elk|elke|ieder|iedere|geen|un|une|chaque|a|any|every)$/
const SOMEONE =
  /^(?:kind|kindje|leerling|leerlinge|kleuter|jongere|persoon|iemand|zoon|dochter|jongen|meisje|enfant|eleve|child|pupil|student)$/
const HAVING = /^(?:met|die|dat|zonder|avec|qui|with|who|having)$/

const isAny = numberPerSpelling(({ folded }: Pick<Word, 'folded' | 'spelling'>) => Number(ANY.test(folded)))

/** "een kind", "elke leerling": any child. */
export const holdsAnyone = ({ words }: Pick<Reading, 'words'>, first: number, last: number): boolean => {
  for (let i = first; i < last; i++) if (isAny(words[i]!) && SOMEONE.test(words[i + 1]!.folded)) return true
  return false
}

/** "Een kind met astma mag altijd zijn puffer pakken": any child. "Noor is een kind met astma" and "uit 3B" are one. */
const isAnyone = (p: Predication, reading: Reading): boolean => {
  const word = (at: number): string => reading.words[at]?.folded ?? ''
  for (let i = p.first - 1; i >= Math.max(1, p.first - 5); i--) {
    if (!SOMEONE.test(word(i)) || !HAVING.test(word(i + 1)) || !ANY.test(word(i - 1))) continue
    return !/^(?:is|was|blijft|als|est|comme|as|over|van)$/.test(word(i - 2)) && !holdsClassCode(reading, i, p.last + 6)
  }
  return false
}

const ASKING = /^(?:wat|hoe|what|how)$/
const MEANING = /^(?:is|zijn|was|inhoudt|betekent|doet|werkt|ontstaat|means|are|does|works)$/
const EXPLAINING =
  /(?<!\p{L})(?:(?:legde|legt|leggen) (?:\p{L}+ ){0,4}uit|uitleg|uitgelegd|explain(?:ed|s)|a expliqué|explique) (?:\p{L}+ ){0,2}(?:wat|hoe|waarom|what|how|why|comment|pourquoi|ce qu['’])/iu

/** "Legde uit wat een hartaanval is en waarom een pacemaker helpt": the words are explained, of nobody. */
const isExplained = (p: Predication, { words, text, sentences }: Reading): boolean => {
  const word = (at: number): string => words[at]?.folded ?? ''
  if (EXPLAINING.test(text.slice(sentences[p.sentence]!.start, p.start))) return true
  if (!MEANING.test(word(p.last + 1))) return false
  return (
    ASKING.test(word(p.first - 1)) || (/^(?:een|an?|de|het)$/.test(word(p.first - 1)) && ASKING.test(word(p.first - 2)))
  )
}

/** `talk`: sentences whose sensitive words are all mere talk. */
export type Sayings = Readonly<{ told: readonly Predication[]; talk: ReadonlySet<number> }>

const NOTHING: Sayings = { told: [], talk: new Set() }

/** Everything sensitive that is said, sentence by sentence; whom it is said of is for the caller to find. */
export const predicationsIn = oncePerReading((reading): Sayings => {
  const { sentences } = reading
  const hits = reading.index.all('sensitive')
  if (hits.length === 0) return NOTHING
  const single: Predication[] = []
  const halves: Half[] = []
  for (const hit of hits) {
    const { category, kind, half } = parseClass(hit.class)
    const sentence = sentenceAt(sentences, hit.start)
    if (half) {
      halves.push({ ...hit, sentence, key: `${category}.${kind}`, category, half })
      continue
    }
    const { start, end, first, last } = hit
    single.push({ category, weight: kind as Weight, start, end, first, last, sentence })
  }
  const said = [...single, ...pairs(halves)]
  const told = said.length === 0 ? said : toldOf(said, reading, sentences)
  const telling = new Set(told.map((p) => p.sentence))
  return { told, talk: new Set(said.flatMap((p) => (telling.has(p.sentence) ? [] : [p.sentence]))) }
})

/** Without what is mere talk: a subject, a group, a story. */
const toldOf = (said: readonly Predication[], reading: Reading, sentences: readonly Sentence[]): Predication[] => {
  const talk = new Map<number, Located[]>()
  const fiction = new Set<number>()
  for (const hit of reading.index.all('unsaid')) {
    const sentence = sentenceAt(sentences, hit.start)
    if (hit.class === 'unsaid.fiction') fiction.add(sentence)
    talk.set(sentence, [...(talk.get(sentence) ?? []), { ...hit, sentence }])
  }
  // A story is told over several sentences.
  const invented = (at: number) => fiction.has(at - 1) || fiction.has(at) || fiction.has(at + 1)
  return said.filter(
    (p) => !invented(p.sentence) && !isPlayed(reading, p.sentence) && !isTalk(p, reading, talk.get(p.sentence) ?? []),
  )
}
