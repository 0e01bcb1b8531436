/**
 * Recipes: a password told by what it is made of, from data that others know ("hun voornaam met daaraan vast hun
 * geboortejaar"). Part, joiner, part; or one part with how it is written ("in kleine letters", "met 01 erachter").
 * Fooled by forms and registrations that ask for the same data, by user names, and by advice against such passwords.
 */
import type { TermHit } from './lexicon.ts'
import { type Sentence, sentenceAt } from './sentences.ts'
import type { TermIndex } from './term-index.ts'

export type Recipe = Readonly<{
  start: number
  end: number
  label: Readonly<{ start: number; end: number }>
  confidence: number
}>

const JOIN =
  /(?:^|\s)(?:en|met|plus|dan|daarna|vervolgens|gevolgd|gecombineerd|samen|daaraan|daarachter|erachter|achteraan|vast|geplakt|et|suivie?|puis|avec|and|then|followed|with)(?=\s|$)|\+|&/i
// What stands between two parts may tell how they are joined, not begin another thought.
const BREAK = /[:;?!\n\t]|\b(?:of|ou|or|is|wordt|est)\b/i
const WRITTEN =
  /^[^.:;?!\n]{0,70}?(?:\b(?:in|met) (?:kleine|hoofd)|\bklein geschreven|\balles klein|zonder (?:spatie|punt|streep|hoofdletter)|\baan (?:elkaar|mekaar)|\bachterstevoren|\bomgekeerd\b|en minuscules?|sans (?:espace|point)|à l'envers|attaché|lower ?case|without (?:a )?(?:space|dot)|no spaces|backwards|(?:\b(?:met|plus|gevolgd door|dan|suivie? de|plus|followed by|and then)\s|\+\s?)(?:\p{L}{2,12} ){0,3}\d{1,4}\b)/iu
const OWN =
  /(?:^|\s)(?:je|jouw|jullie|uw|hun|zijn|haar|de|het|ton|votre|son|leur|le|la|your|their|his|her|the)\s\S{0,20}\s?$/i
const NAMES = /naam|prenom|nom|name|initial/
const FORBIDS =
  /\b(?:niet|nooit|geen|vermijd|pas|jamais|never|not|avoid|don't|zoals|bijvoorbeeld|voorbeeld|mag|fout|slecht|zwakke?|onveilig|raden)\b/i
const COLLECTS =
  /\b(?:mail|stuur|bezorg|vermeld|noteer|bevestig|controleer|schrijf|zet|vul|geef|envoyez|indiquez|mentionnez|send|mention|write|fill|provide)\w{0,3}\s(?:\p{L}+\s){0,5}$/iu
const LINK =
  /\b(?:is|zijn|luidt|wordt|worden|blijft|was|bestaat|vormt|gevormd|opgebouwd|samengesteld|dient|est|sont|sera|reste|compose|forme|are|consists?|made)\b|[:=]/i
// "Je ww gereset naar je achternaam met een 1 erachter"
const SET =
  /\b(?:gereset|reset|gezet|teruggezet|veranderd|gewijzigd|ingesteld|changed|set|remis) (?:naar|op|in|to|à)(?!\p{L})/iu
const VERB_BEFORE = /\b(?:is|zijn|wordt|was|blijft|luidt|est|sera|reste|as|als|comme)\s(?:\p{L}+\s){0,2}$/iu
const EQUALS = /\b(?:is|zijn|als|wordt|vormt|dient|vormen|gebruik\w*|est|comme|sert|as|makes?)\b|=/i
const REFERS = /^(?:dat|het|die|dit|deze|alle|ze|zijn|c'est|il|elle|it|that|they)\b/i
const ABOUT = /vergeten|kwijt|verloren|wijzig|reset|aanvra|instel|opvra|verander|oubli|forgot|réinit|perdu|lost|nodig/i
const LOGS_IN = /^(?:inlog|log|ingelogd|connec|sign|aan te melden$|aanmelden$|aangemeld$|meld)/

// "de achternaam zonder 'van' of 'de', met daarachter het huisnummer"
const LEFT_OUT = /\bzonder\s[^,.]{1,30},/iu
/** The second box of a page to log in on, by where it is. */
const BOX = /^(?:daaronder|eronder|onderaan|in (?:het|de) tweede|als tweede|in het vakje (?:daar)?onder)(?!\p{L})/iu
const PAGE = 260
const GETS_IN = /(?<!\p{L})(?:erin|inlog\p{L}*|log\p{L}{0,2}|aanmeld\p{L}*|meld\p{L}*)(?!\p{L})/iu

type Parts = Readonly<{ start: number; end: number; kinds: readonly string[]; written: boolean; some: boolean }>

/** The longest run of parts from one ingredient on. */
const partsFrom = (index: TermIndex, ingredients: readonly TermHit[], at: number, { end }: Sentence): Parts => {
  const { text } = index.reading
  const first = ingredients[at]!
  let last = first
  const kinds = [first.term]
  for (const next of ingredients.slice(at + 1)) {
    const gap = text.slice(last.end, next.start).replace(LEFT_OUT, '')
    if (next.start >= end || gap.length > 70 || BREAK.test(gap) || !JOIN.test(gap)) break
    if (index.near('password.label', last.end, next.start) || index.near('password.user', last.end, next.start)) break
    last = next
    kinds.push(next.term)
  }
  return {
    start: first.start,
    end: last.end,
    kinds,
    written: WRITTEN.test(text.slice(last.end, end)),
    some: SOME_OF.test(text.slice(Math.max(0, first.start - 60), first.start)),
  }
}

/** Two parts that are not just first and last name, or one that is told how to write. */
const isRecipe = ({ kinds, written, some }: Parts): boolean => {
  const others = kinds.filter((kind) => !NAMES.test(kind))
  return (kinds.length > 1 && others.length > 0) || written || (some && others.length > 0)
}

/** "code" alone may be any code: one of a computer or a door opens something. */
const opens = (index: TermIndex, hit: TermHit, from: number, to: number): boolean =>
  /^(?:ww|pw)$/.test(hit.term) ||
  (/^(?:codes?|pin)$/.test(hit.term) &&
    !index.at(hit.start, 'password.innocent') &&
    (index.near('password.login', from, to) ?? index.near('password.device', from, to)) !== undefined)

const labelsIn = (index: TermIndex, { start, end }: Sentence): TermHit[] =>
  index
    .all('password.label')
    .filter(
      (hit) => hit.start >= start && hit.end <= end && (!/weak$/.test(hit.class) || opens(index, hit, start, end)),
    )

/** The label of which the parts are told: before them with a verb between, or behind them with one. */
const labelOf = (index: TermIndex, sentence: Sentence, parts: Parts): TermHit | undefined => {
  const { text } = index.reading
  return labelsIn(index, sentence).find((hit) => {
    if (hit.end <= parts.start) {
      const between = text
        .slice(hit.end, parts.start)
        .replace(/,(?= (?:c'est|dat is|dat zijn|that is|that's|namelijk|ce sont)\b)/, '')
      const set = SET.test(between)
      const linked = set || LINK.test(between) || VERB_BEFORE.test(text.slice(sentence.start, hit.start))
      const named = index.near('password.user', hit.end, parts.start) !== undefined
      return linked && !named && between.length < 110 && !/[,;?]/.test(between) && (set || !ABOUT.test(between))
    }
    const between = text.slice(parts.end, hit.start)
    return hit.start >= parts.end && between.length < 90 && EQUALS.test(between) && !/[;?]/.test(between)
  })
}

const loginOf = (index: TermIndex, sentence: Sentence, parts: Parts): TermHit | undefined => {
  const { text } = index.reading
  return index.all('password.login').find((hit) => {
    if (hit.start < sentence.start || hit.end > parts.start || !LOGS_IN.test(hit.term)) return false
    const between = text.slice(hit.end, parts.start)
    return (
      between.length < 90 &&
      /^\s{0,2}[:=]|\b(?:met|avec|with|typ|tik|via)\b/i.test(between) &&
      !/[,;?]|\bkind\b/.test(between)
    )
  })
}

/** "Het wachtwoord is voor iedereen op dezelfde manier gemaakt. Het is de voornaam gevolgd door …" */
const labelBefore = (
  index: TermIndex,
  sentence: Sentence,
  before: Sentence | undefined,
  parts: Parts,
): TermHit | undefined => {
  const { text } = index.reading
  if (!before || before.question || !REFERS.test(text.slice(sentence.start, sentence.start + 12))) return undefined
  return LINK.test(text.slice(sentence.start, parts.start)) ? labelsIn(index, before)[0] : undefined
}

/** "Als naam: het leerlingnummer. Daaronder: de achternaam met daarachter het huisnummer." */
const boxOf = (index: TermIndex, { start }: Sentence, { kinds }: Parts): Pick<TermHit, 'start' | 'end'> | undefined => {
  const { text } = index.reading
  const box = BOX.exec(text.slice(start, start + 40))
  if (!box || kinds.every((kind) => NAMES.test(kind))) return undefined
  return GETS_IN.test(text.slice(Math.max(0, start - PAGE), start)) ? { start, end: start + box[0].length } : undefined
}

// "de eerste drie letters van zijn voornaam"
const SOME_OF =
  /(?:(?:de|het|les|the)\s)?(?:(?:eerste|laatste|beginnende|premières?|dernières?|first|last)\s)?(?:\p{L}{2,6}\s)?(?:letters?|cijfers?|lettres?|chiffres?|digits?|initialen)\s(?:van|de|of)\s(?:\p{L}{2,6}\s)?$/iu

/** Where the recipe begins: what is taken of its first part belongs to it. */
export const recipeFrom = (text: string, sentence: Pick<Sentence, 'start'>, start: number): number =>
  start - (SOME_OF.exec(text.slice(Math.max(sentence.start, start - 60), start))?.[0].length ?? 0)

const recipeIn = (index: TermIndex, sentence: Sentence, before: Sentence | undefined): Recipe | undefined => {
  const { text } = index.reading
  const ingredients = index
    .within('password.ingredient', sentence.start, sentence.end)
    .filter((hit) => hit.end <= sentence.end)
  for (let i = 0; i < ingredients.length; i++) {
    const parts = partsFrom(index, ingredients, i, sentence)
    if (!isRecipe(parts)) continue
    const lead = text.slice(sentence.start, parts.start)
    if (FORBIDS.test(lead) || FORBIDS.test(text.slice(parts.end, parts.end + 30)) || COLLECTS.test(lead)) continue
    const login = parts.kinds.length > 1 && !parts.kinds.every((kind) => NAMES.test(kind)) && OWN.test(lead)
    const label =
      labelOf(index, sentence, parts) ??
      labelBefore(index, sentence, before, parts) ??
      (login ? loginOf(index, sentence, parts) : undefined) ??
      boxOf(index, sentence, parts)
    if (label) return { start: recipeFrom(text, sentence, parts.start), end: sentence.end, label, confidence: 0.84 }
  }
  return undefined
}

/** Sentences that speak of a password, or of logging in, or come behind one that does: no others tell a recipe. */
const spokenIn = (index: TermIndex): ReadonlySet<number> => {
  const { sentences } = index.reading
  const spoken = new Set<number>()
  for (const { start } of index.all('password.label')) {
    const at = sentenceAt(sentences, start)
    spoken.add(at).add(at + 1)
  }
  for (const { start, term } of index.all('password.login'))
    if (LOGS_IN.test(term)) spoken.add(sentenceAt(sentences, start))
  for (const [at, { start }] of sentences.entries())
    if (BOX.test(index.reading.text.slice(start, start + 40))) spoken.add(at)
  return spoken
}

export const recipesIn = (index: TermIndex): Recipe[] => {
  const { sentences } = index.reading
  return [...spokenIn(index)]
    .sort((a, b) => a - b)
    .flatMap((at) => {
      const sentence = sentences[at]
      return (sentence && recipeIn(index, sentence, sentences[at - 1])) ?? []
    })
}
