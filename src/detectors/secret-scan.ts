/**
 * From a label ("wachtwoord", "code van de poort") to its value, after it or before it.
 *
 * A person reads on from the label to what it points at: over "van de laptop in 3B", over "is nu", past ":". Fooled by
 * requirements ("wachtwoord: minstens 10 tekens"), by sample phrases and by the label in a host name or compound.
 */
import type { TermHit } from './lexicon.ts'
import { lineStart } from './line-start.ts'
import { type Chunk, type Chunks, chunksBefore, chunksFrom } from './secret-chunks.ts'
import { KIND, kindsAt } from './secret-kinds.ts'
import { isPredicate, type Look, lookOf } from './secret-look.ts'
import type { TermIndex } from './term-index.ts'

export type Secret = Readonly<{
  start: number
  end: number
  label: Readonly<{ start: number; end: number }>
  kind: 'account' | 'wifi' | 'access' | 'key' | 'weak' | 'noun'
  look: Look
  confidence: number
}>

type State = {
  mode: 'near' | 'line' | 'explicit' | 'verb'
  /** Words passed that are no known part of "label of something is". */
  loose: number
  qualified: number
  sample: boolean
  /** Words to go in which a denial still counts. */
  denied: number
  /** "is gewijzigd": what follows a colon is a new value or the next sentence. */
  changed: boolean
  /** "naar": a new value only after "gewijzigd". */
  toward: boolean
  skipUser: boolean
  sentences: number
  steps: number
}
type Label = Readonly<{
  hit: TermHit
  kind: Secret['kind']
  codeLike: boolean
  /** A user name has a line just above. */
  inBlock: boolean
  /** A user name with its value stands right before: "gebruiker gast, wachtwoord …". */
  paired: boolean
  subject: boolean
}>

const MAX_STEPS = 18
/** What is spoken of beside a label, and no value of it. */
const SPOKEN_OF = KIND['no-value'] | KIND.product | KIND['table-header'] | KIND.label | KIND.unit | KIND.ingredient
/** What stands between a label and its value. */
const BESIDE =
  KIND.product |
  KIND.wifi |
  KIND.device |
  KIND.container |
  KIND.login |
  KIND.determiner |
  KIND.adverb |
  KIND.user |
  KIND.changed

const kindOf = (hit: TermHit): Secret['kind'] => hit.class.slice(hit.class.lastIndexOf('.') + 1) as Secret['kind']

/** "wachtwoord.school.nl", "/wachtwoord-vergeten", "wachtwoord-manager": the word is part of a name, not a label. */
const isPartOfName = (text: string, hit: TermHit): boolean => {
  const after = text.slice(hit.end, hit.end + 2)
  if (/^[.@]\p{L}/u.test(after)) return true
  if (/^-\p{L}/u.test(after) && lookOf(/^-(\S*)/.exec(text.slice(hit.end, hit.end + 40))?.[1] ?? '') === 'word')
    return true
  let from = hit.start
  while (from > 0 && hit.start - from < 80 && !/\s/.test(text[from - 1]!)) from--
  return /:\/\/|^www\.|\.\p{L}{2,}\//u.test(text.slice(from, hit.start))
}

// "is Vlaaienschool met een grote V": how it is written follows a value, and nothing else.
const SPELLED =
  /^[,;]?\s(?:met|mit|mè|mee|zonder|alles|allemaal|aan|in|with|without|all|avec|sans|en|tout)\s(?:\p{L}{1,6}\s){0,2}(?:hoofdletters?|gr(?:oo|oe|o)te|klein\p{L}{0,2}|letters?|spaties?|elkaar|mekaar|één woord|een woord|capital\p{L}?|lower|upper|caps|spaces?|majuscules?|minuscules?|espaces?|attaché)(?!\p{L})/iu

const plainFits = (index: TermIndex, label: Label, chunk: Chunk, next: Chunk | undefined, state: State): boolean => {
  const word = chunk.core.toLowerCase()
  if (
    word.length < (label.inBlock || state.mode === 'explicit' ? 3 : 4) ||
    label.kind === 'key' ||
    state.changed !== state.toward
  )
    return false
  if (label.kind === 'weak') return label.paired && state.mode === 'explicit' && word.length > 3
  if (!chunk.quoted && /\s/.test(word)) return false
  const kinds = kindsAt(index, chunk.start)
  if (kinds & SPOKEN_OF && !chunk.quoted) return false
  if (label.subject && index.reading.names.some((n) => n.start <= chunk.start && n.end >= chunk.start)) return false
  if (chunk.quoted) return state.loose <= 2 && !isPredicate(word) && !(kinds & KIND['no-value'])
  const ends = chunk.closes || next === undefined || next.lines > 0
  const nextLabel = next && (kindsAt(index, next.start) & (KIND.label | KIND.user)) !== 0
  if (!ends && !nextLabel && !SPELLED.test(index.reading.text.slice(chunk.end, chunk.end + 60))) return false
  if (state.mode === 'explicit') return state.loose <= 2
  if (label.paired && state.mode === 'near') return state.steps === 0 && !isPredicate(word) && !word.endsWith('en')
  return state.mode === 'verb' && state.loose === 0 && state.sentences === 0 && !isPredicate(word)
}

const digitsConfidence = (label: Label, chunk: Chunk, next: Chunk | undefined, state: State): number => {
  const digits = chunk.core.replace(/\D/g, '').length
  // A telephone number goes on in the next chunk, or is long and starts with 0 or +.
  if (next && next.lines === 0 && !chunk.closes && /^\d{2,}/.test(next.core) && digits >= 2) return 0
  if (/^(?:\+|0)\d{8,}$/.test(chunk.core.replace(/[./-]/g, ''))) return 0
  if (state.sentences > 0 || digits > 12) return 0
  const code = label.kind !== 'account' || label.codeLike
  if (digits < (label.kind === 'access' ? 3 : 4)) return 0
  if (state.mode === 'explicit' || state.mode === 'verb') return state.loose < 3 ? 0.92 : 0
  if (state.mode === 'line') return 0.8
  return code && state.loose <= 1 && digits <= 8 ? 0.85 : 0
}

const lookConfidence = (look: Look, label: Label, chunk: Chunk, state: State): number => {
  if (look === 'certain') {
    if (state.sentences === 0 && state.mode !== 'near') return 0.96
    if (state.sentences === 0 && state.loose <= 3) return 0.9
    return state.sentences <= 1 && label.kind !== 'weak' ? 0.8 : 0
  }
  if (label.kind === 'key' && (state.mode === 'near' || chunk.core.length < 6)) return 0
  if (state.sentences > 0) return 0
  if (state.mode === 'explicit' || state.mode === 'verb') return 0.92
  return state.mode === 'line' || state.loose <= 1 ? 0.85 : 0
}

/** How sure one chunk is the value; 0 when it is not. */
const weigh = (index: TermIndex, label: Label, chunk: Chunk, next: Chunk | undefined, state: State): number => {
  const look = lookOf(chunk.core)
  if (look === 'none' || state.sample) return 0
  // "… is 4821. Dag Els," counts no days: a unit stands in the same sentence.
  if (next && next.lines < 2 && !chunk.stops && look !== 'word' && kindsAt(index, next.start) & KIND.unit) return 0
  if (state.denied > 0 && state.mode !== 'explicit') return 0
  if (look === 'digits') return digitsConfidence(label, chunk, next, state)
  if (look === 'word') return plainFits(index, label, chunk, next, state) ? 0.85 : 0
  return lookConfidence(look, label, chunk, state)
}

/** A line of a login block may be a phrase: "Wachtwoord: rode kater". */
const phraseIn = (index: TermIndex, label: Label, chunks: Chunks, at: number): number => {
  if (!label.inBlock) return 0
  let i = at
  for (let chunk = chunks(i); chunk && (i === at || chunk.lines === 0); chunk = chunks(++i)) {
    if (i - at >= 5 || lookOf(chunk.core) !== 'word' || chunk.pointed !== (i === at)) return 0
    if (chunk.stops || kindsAt(index, chunk.start) & KIND['no-value']) return 0
  }
  return i - at >= 2 ? i : 0
}

/** Take a chunk that is no value as part of the sentence. */
const pass = (index: TermIndex, chunk: Chunk, state: State): void => {
  // "wachtwoord (hoofdlettergevoelig): …"
  if (index.reading.text[chunk.start - 1] === '(') return
  const kinds = kindsAt(index, chunk.start)
  if (kinds & KIND.sample && !(kinds & KIND['as-agreed'])) state.sample = true
  if (kinds & KIND.changed) state.changed = true
  const toward = /^(?:naar|tot|to)$/i.test(chunk.core)
  if (toward) state.toward = true
  state.denied = kinds & KIND.negation ? 4 : Math.max(0, state.denied - 1)
  // "het wachtwoord van de account is …" names no user; "wachtwoord en account: …" does.
  if (kinds & KIND.user && !(state.qualified > 0 && kinds & KIND.login)) state.skipUser = true
  const linked = state.mode === 'verb' || state.mode === 'explicit'
  if (toward && !state.changed) state.qualified = 7
  else if (kinds & KIND.is) state.mode = state.mode === 'explicit' ? 'explicit' : 'verb'
  else if (linked && kinds & KIND.adverb) return
  else {
    if (state.mode !== 'near') state.mode = 'near'
    if (kinds & KIND.preposition) state.qualified = 7
    else if (state.qualified > 0) state.qualified--
    else if (!(kinds & BESIDE)) state.loose += kinds & KIND['no-value'] ? 3 : 1
  }
}

const move = (chunk: Chunk, state: State): boolean => {
  if (chunk.lines >= 2 && state.steps > 0 && !chunk.pointed) return false
  if (chunk.pointed) state.mode = 'explicit'
  else if (chunk.lines > 0 && state.steps === 0) state.mode = 'line'
  else if (chunk.lines > 0) state.sentences++
  return true
}

const forward = (index: TermIndex, text: string, label: Label): Secret | undefined => {
  const chunks = chunksFrom(text, label.hit.end, MAX_STEPS)
  const state: State = {
    mode: 'near',
    loose: 0,
    qualified: 0,
    sample: false,
    denied: 0,
    changed: false,
    toward: false,
    skipUser: false,
    sentences: 0,
    steps: 0,
  }
  for (let i = 0, chunk = chunks(0); chunk; chunk = chunks(++i)) {
    if (!move(chunk, state) || state.sentences > 1) return undefined
    if (/^[*•.…_x-]{2,}$/i.test(chunk.core)) return undefined
    if (kindsAt(index, chunk.start) & KIND.label && lookOf(chunk.core) === 'word') return undefined
    if (state.skipUser && state.mode !== 'near') {
      state.skipUser = false
      state.mode = 'near'
      continue
    }
    const until = state.mode === 'explicit' && state.loose === 0 ? phraseIn(index, label, chunks, i) : 0
    const confidence = until > 0 ? 0.85 : weigh(index, label, chunk, chunks(i + 1), state)
    if (confidence > 0) {
      const { start, end } = { start: label.hit.start, end: label.hit.end }
      const last = until > 0 ? chunks(until - 1)! : chunk
      return {
        start: chunk.start,
        end: last.end,
        label: { start, end },
        kind: label.kind,
        look: lookOf(chunk.core),
        confidence,
      }
    }
    pass(index, chunk, state)
    if (chunk.stops) {
      state.sentences++
      state.sample = false
      state.mode = 'near'
    }
    state.steps++
  }
  return undefined
}

/** "schaap zonder hoofdletter als wachtwoord": how it is written stands between; read backwards. */
const pastSpelling = (chunks: readonly Chunk[], from: number): number => {
  if (
    !/^(?:hoofdletters?|spaties?|letters?|elkaar|mekaar|minuscules?|majuscules?|lowercase)$/i.test(
      chunks[from]?.core ?? '',
    )
  )
    return from
  let i = from + 1
  while (/^(?:zonder|in|met|aan|een|kleine|alles|en|sans|without|all)$/i.test(chunks[i]?.core ?? '')) i++
  return i
}

/** "met X als wachtwoord", "X is het wachtwoord", "X (wachtwoord)", "X, dat is je code". */
const backward = (index: TermIndex, text: string, label: Label): Secret | undefined => {
  const chunks = chunksBefore(text, label.hit.start, 12)
  let i = 0
  const is = (kinds: number) => chunks[i] !== undefined && (kindsAt(index, chunks[i]!.start) & kinds) !== 0
  const bracketed = text[label.hit.start - 1] === '('
  while (!is(KIND.as) && is(KIND.determiner | KIND.adverb)) i++
  const as = is(KIND.as)
  const equals = !as && (is(KIND.is) || /^(?:c'est|c’est|that's|=)$/i.test(chunks[i]?.core ?? ''))
  if (
    !as &&
    !equals &&
    !bracketed &&
    !(chunks[0] && label.hit.start > 0 && /[=]\s?$/.test(text.slice(0, label.hit.start)))
  )
    return undefined
  if (as || equals) i++
  const spelled = as ? pastSpelling(chunks, i) : i
  const ordered = spelled > i
  i = spelled
  const told = equals && /^(?:dat|dit|ça|ceci|that|this)$/i.test(chunks[i]?.core ?? '')
  if (told) i++
  // "Tik 1974# in aan de poort, dat is de poortcode": the value stands further back.
  if (told) while (chunks[i + 1] && ['word', 'none'].includes(lookOf(chunks[i]!.core))) i++
  const value = chunks[i]
  if (
    !value ||
    chunks.slice(i).some((c) => /^(?:nooit|geen|niet|never|jamais|bijvoorbeeld|zoals|bv|meest)$/i.test(c.core))
  )
    return undefined
  const look = lookOf(value.core)
  const instructed = (kindsAt(index, chunks[i + 1]?.start ?? -1) & KIND.instruct) !== 0
  const plain =
    look === 'word' &&
    (value.quoted || (as && (instructed || ordered))) &&
    !(kindsAt(index, value.start) & (KIND['no-value'] | KIND.ingredient)) &&
    label.kind !== 'weak' &&
    !/\p{Ll}{3}(?:en|s)$/u.test(value.core)
  const fits = look === 'certain' || look === 'strong' || (look === 'digits' && value.core.length >= 4) || plain
  if (!fits) return undefined
  const { start, end } = label.hit
  return {
    start: value.start,
    end: value.end,
    label: { start, end },
    kind: label.kind,
    look,
    confidence: plain ? 0.8 : 0.9,
  }
}

const USER_VALUE =
  /^["']?\s{0,6}[:=]?\s{0,6}(?:as |als |met |with |avec )?["'“]?([\w.@-]{2,40})["'”]?\s{0,6}(?:[,;/|+-]|en|et|and|with|met|avec|\n|\t)\s{0,6}(?:het |je |le |the )?$/i

/** "de laptop van de kleuters: ww = kikker" */
const hasLogin = (index: TermIndex, hit: TermHit): boolean =>
  ['login', 'product', 'user', 'wifi'].some(
    (name) => index.near(`password.${name}`, hit.start - 80, hit.start) !== undefined,
  )

/** "pw voor de zip: druivensap" */
const opensFile = (index: TermIndex, hit: TermHit): boolean =>
  index.near('password.container', hit.end, hit.end + 24) !== undefined

const isPaired = (index: TermIndex, hit: TermHit): boolean => {
  const { text } = index.reading
  return ['user', 'product', 'login'].some((name) =>
    index.within(`password.${name}`, hit.start - 120, hit.start).some(({ end }) => {
      if (end > hit.start || hit.start - end > 60) return false
      const value = USER_VALUE.exec(text.slice(end, hit.start))?.[1]
      return value !== undefined && !/^(?:en|et|and|of|ou|or|je|het|uw|is|met|with|avec|op|in|via|als|as)$/i.test(value)
    }),
  )
}

/** What is said of a sample just before or after: "een sterk wachtwoord is bijvoorbeeld", "… is te zwak". */
const isAdvice = (index: TermIndex, text: string, secret: Secret): boolean => {
  const from = lineStart(text, secret.label.start, 60)
  const before = text.slice(from, secret.label.start)
  const sentence = from + Math.max(before.search(/[.?!]\s[^.?!]*$/), 0)
  const sample = index.near('password.sample', sentence, secret.label.start)
  if (sample && !index.at(sample.start, 'password.as-agreed') && secret.look !== 'digits') return true
  const lesson = index.near('password.lesson', sentence - 170, secret.end)
  if (lesson && !(secret.start <= lesson.start && lesson.end <= secret.end)) return true
  if (index.near('password.bad-taste', sentence, secret.label.start)) return true
  const stop = text.slice(secret.end, secret.end + 60).search(/[.\n]/)
  return index.near('password.bad-taste', secret.end, secret.end + (stop < 0 ? 60 : stop)) !== undefined
}

/** "Bovenaan staat 'je pincode', daaronder 'een olifant'": the word itself is spoken of. */
const isMentioned = (text: string, hit: TermHit): boolean =>
  /["'“„‘«]\s?(?:\p{L}{2,6}\s)?$/u.test(text.slice(Math.max(0, hit.start - 9), hit.start)) &&
  /^\s?["'”’»][,.;)]/u.test(text.slice(hit.end, hit.end + 3))

/** The value a label points at, if it points at one. */
export const secretOf = (index: TermIndex, hit: TermHit): Secret | undefined => {
  const { text, role } = index.reading
  if (isPartOfName(text, hit) || isMentioned(text, hit) || kindsAt(index, hit.start) & KIND.innocent) return undefined
  const label: Label = {
    hit,
    kind: kindOf(hit),
    codeLike: /codes?$/.test(hit.term),
    paired:
      isPaired(index, hit) ||
      (/^(?:wwd?|psw)$/.test(hit.term) && hasLogin(index, hit)) ||
      (/^(?:wwd?|psw|pw|pass)$/.test(hit.term) && opensFile(index, hit)),
    inBlock: index.near('password.user', Math.max(0, hit.start - 120), hit.start) !== undefined,
    subject: role === 'subject',
  }
  const found = [forward(index, text, label), backward(index, text, label)].filter(
    (secret) => secret !== undefined && !isAdvice(index, text, secret),
  )
  const [after, before] = found
  return after && before && before.confidence > after.confidence ? before : after
}
