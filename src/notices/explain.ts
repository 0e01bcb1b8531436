/**
 * A decision in plain words: what is the matter, what was seen and where, which clause asks for it, what to do.
 *
 * The notices and the console tell the same from it. Everything in it is masked; texts are plain, not yet escaped.
 */
import { type Finding, SCAN_CATEGORIES, type ScanCategory } from '../detectors/detectors.ts'
import { inFrench, type Language, type Place, sayPlace } from '../message/message.ts'
import type { Decision, Hit, Outcome, Pack } from '../policy/policy.ts'
import { hidesFileName, retelling } from './secrecy.ts'
import { counted, fill, type RuleWords, type Slots } from './texts/catalogue.ts'
import { TEXTS } from './texts/texts.ts'

/** One thing that was seen. */
export type Sighting = Readonly<{
  because: string
  /** Place in words; '' when there is none. */
  place: string
  /** Masked; '' when `because` says it all. */
  excerpt: string
  /** Kind of content in words, for reviewers; '' when the rule has none. */
  category: string
}>

/** One rule that counts, under one clause, with all that was seen of it. */
export type Reason = Readonly<{
  rule: Hit['rule']
  outcome: Outcome
  title: string
  why: string
  sightings: readonly Sighting[]
  clause?: Readonly<{ id: string; section: string; quote: string }>
  /** What to do now: one or two steps. */
  steps: readonly string[]
  /** What to do next time, for a message that did go out. */
  tip: string
  /** What the virus scanner brought about: nothing that other words would mend. */
  scan?: ScanCategory
}>

export type Explanation = Readonly<{
  language: Language
  /** Strictest first. */
  reasons: readonly Reason[]
  /** Sightings that are not shown. */
  more: number
}>

const MAX_SIGHTINGS = 8
const MAX_ADDRESSES = 3

/** "a, b en c"; what is beyond `most`, or `unnamed`, is counted. */
export const listed = (items: readonly string[], most: number, language: Language, unnamed = 0): string => {
  const { and, others } = TEXTS[language].phrases
  const rest = Math.max(0, items.length - most) + unnamed
  const said = rest > 0 ? items.slice(0, most) : items.slice(0, -1)
  const last = rest > 0 ? counted(others, rest) : (items.at(-1) ?? '')
  return said.length === 0 ? last : `${said.join(', ')} ${and} ${last}`
}

const placeOf = (finding: Finding, language: Language): string => {
  const { place } = finding
  if (!hidesFileName(finding)) return sayPlace(place, language)
  const { file: _, ...unnamed }: Place = place
  const dot = place.file!.lastIndexOf('.')
  // Its first letters and kind are enough for the one who attached it.
  const hint = `${[...place.file!].slice(0, 3).join('')}…${dot > 0 ? place.file!.slice(dot).slice(0, 6) : ''}`
  return sayPlace({ ...unnamed, file: hint }, language)
}

const sightingOf = (finding: Finding, language: Language): Sighting => ({
  because: language === 'fr' ? inFrench(finding.because.fr) : finding.because[language],
  place: placeOf(finding, language),
  excerpt: retelling(finding) ? '' : finding.excerpt,
  category: TEXTS[language].phrases.categories[finding.category ?? ''] ?? '',
})

const ownWords = ({ rule }: Hit, pack: Pack, language: Language): string =>
  pack.ownRules.find(({ id }) => rule === `own:${id}`)?.because[language] ?? ''

const scanOf = ({ finding }: Hit): ScanCategory | undefined => SCAN_CATEGORIES.find((one) => one === finding?.category)

const wordsOf = (hit: Hit, pack: Pack, language: Language): RuleWords => {
  const { rules, scan, phrases } = TEXTS[language]
  const category = scanOf(hit)
  if (category) return scan[category]
  if (Object.hasOwn(rules, hit.rule)) return rules[hit.rule as keyof typeof rules]
  const title = ownWords(hit, pack, language).replace(/\.$/, '')
  return { title: title === '' ? hit.rule : title, why: '', steps: [phrases.own], tip: phrases.own }
}

/** What is missing from a signature: the part of the sentence behind its colon, in the reader's language. */
const missingOf = (findings: readonly Finding[], language: Language): string =>
  findings.map(({ because }) => because[language].split(/ ?: /).at(-1)!.replace(/\.$/, '')).join(', ')

const channelsOf = (pack: Pack, language: Language): string => {
  const settings = pack.rules.find(({ rule }) => rule === 'unapproved-channel')?.settings as
    | { approved?: unknown }
    | null
    | undefined
  const approved: unknown = settings?.approved
  const names = Array.isArray(approved) ? approved.filter((name) => typeof name === 'string') : []
  return names.length > 0 ? names.join(', ') : TEXTS[language].phrases.channels
}

const slotsOf = (hits: readonly Hit[], pack: Pack, language: Language): Slots => {
  const findings = hits.flatMap(({ finding }) => finding ?? [])
  const addresses = [...new Set(findings.flatMap(({ remedy }) => remedy ?? []))]
  return {
    pupilSystem: TEXTS[language].pupilSystem(pack.pupilSystem),
    addresses: listed(addresses, MAX_ADDRESSES, language) || TEXTS[language].phrases.group,
    missing: missingOf(findings, language),
    channels: channelsOf(pack, language),
  }
}

/** Who looks after privacy, as it is called there. */
export const officerOf = ({ region }: Pick<Pack, 'region'>, language: Language): string =>
  TEXTS[language].officer[region]

/** What the notices say of a rule, with nothing found yet: titles, reasons, steps and tip in the pack's own terms. */
export const ruleWords = (rule: Hit['rule'], pack: Pack, language: Language): RuleWords => {
  const hit: Hit = { rule, mode: 'enforce', outcome: 'hold', wouldBe: 'hold' }
  const { title, why, steps, tip } = wordsOf(hit, pack, language)
  const slots = { ...slotsOf([], pack, language), missing: '…' }
  return { title, why: fill(why, slots), steps: steps.map((step) => fill(step, slots)), tip: fill(tip, slots) }
}

/** What of a clause is quoted under a rule. */
export const quoteFor = (rule: Hit['rule'], { quote, quotes }: Pack['clauses'][number]): string => {
  const passages: Readonly<Record<string, string | undefined>> = quotes ?? {}
  return passages[rule] ?? quote
}

const reasonOf = (hits: readonly Hit[], pack: Pack, language: Language): Reason => {
  const first = hits[0]!
  const clause = pack.clauses.find(({ id }) => id === first.clause)
  const { title, why, steps, tip } = wordsOf(first, pack, language)
  const slots = slotsOf(hits, pack, language)
  // A school's own rule goes by facts and has no findings: its title says it all.
  const sightings = hits.flatMap(({ finding }) => (finding ? [sightingOf(finding, language)] : []))
  // The same place for the same reason is one sighting, whatever stood around it.
  const scan = scanOf(first)
  const distinct = new Map(sightings.toReversed().map((seen) => [`${seen.place}\n${seen.because}`, seen]))
  return {
    rule: first.rule,
    outcome: first.outcome,
    title,
    why: fill(why, slots),
    sightings: [...distinct.values()].toReversed(),
    ...(clause ? { clause: { id: clause.id, section: clause.section, quote: quoteFor(first.rule, clause) } } : {}),
    steps: steps.map((step) => fill(step, slots)),
    tip: fill(tip, slots),
    ...(scan ? { scan } : {}),
  }
}

const UNCHECKED = ''

const uncheckedOf = (hits: readonly Hit[], language: Language): Reason => {
  const { uncheckedTitle, unknown } = TEXTS[language].phrases
  const { rule, outcome } = hits[0]!
  return {
    rule,
    outcome,
    title: uncheckedTitle,
    why: '',
    sightings: [{ because: unknown, place: '', excerpt: '', category: '' }],
    steps: [],
    tip: '',
  }
}

/** At most so many sightings, each rule keeping its first. */
const shortened = (reasons: readonly Reason[]): Pick<Explanation, 'reasons' | 'more'> => {
  let room = Math.max(0, MAX_SIGHTINGS - reasons.length)
  let more = 0
  const short = reasons.map((reason) => {
    const shown = reason.sightings.slice(0, 1 + room)
    room -= Math.max(0, shown.length - 1)
    more += reason.sightings.length - shown.length
    return { ...reason, sightings: shown }
  })
  return { reasons: short, more }
}

// A rule that could not be checked saw nothing: all of them are one reason, and none says what its rule would have said.
const groupOf = (hit: Hit): string => {
  const { rule, clause, finding, unknown } = hit
  return finding === undefined && unknown !== undefined ? UNCHECKED : `${rule}\n${clause ?? ''}\n${scanOf(hit) ?? ''}`
}

/** All hits that stop or advise, by rule and clause. */
export const explain = (pack: Pack, decision: Decision, language: Language): Explanation => {
  const counting = decision.hits.filter(({ outcome }) => outcome !== 'forward')
  const reasons = [...Map.groupBy(counting, groupOf)].map(([group, hits]) =>
    group === UNCHECKED ? uncheckedOf(hits, language) : reasonOf(hits, pack, language),
  )
  return { language, ...shortened(reasons) }
}
