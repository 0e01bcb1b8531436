/** How well the gateway judges the letters of one part: what it caught, what it let through, what it stopped wrongly. */
import { AttachmentOptions, openReaders } from '../../src/attachments/attachments.ts'
import { RULES } from '../../src/detectors/detectors.ts'
import { type Judgement, judge } from '../../src/gateway.ts'
import type { Pack } from '../../src/policy/policy.ts'
import { loadRules } from '../clauses/mails.ts'
import { type Letter, lettersOf, type Part } from './letters.ts'

/** A school day, so that everyone judges on the same one. */
const NOW = Date.UTC(2026, 10, 16)

export type Judged = Readonly<{
  letter: Letter
  pack: string
  /** Whether it must not go out as it is: the pack holds or bounces what is in it. */
  mustStop: boolean
  stopped: boolean
  /** Rules that fired and count in this pack, advice included. */
  fired: readonly string[]
  /** Rules that must fire in this pack. */
  asked: readonly string[]
  missed: readonly string[]
  wrong: readonly string[]
  /** Of what was rightly found: whether the excerpt points at the words; undefined where the letter names none. */
  pointed: boolean | undefined
  /** Values that an explanation repeats. */
  shown: readonly string[]
}>

const stops = (pack: Pack, rule: string): boolean => {
  const found = pack.rules.find((one) => one.rule === rule)
  if (found?.mode !== 'enforce') return false
  return [found.outcome, ...Object.values(found.categories)].some(
    (outcome) => outcome === 'hold' || outcome === 'bounce',
  )
}

/** A school may have no clause about it; then nothing is asked of the letter. */
const runs = (pack: Pack, rule: string): boolean => pack.rules.some((one) => one.rule === rule && one.mode !== 'off')

const wordsOf = (text: string): readonly string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]{3,}/gu) ?? []

/**
 * One word in common is enough: the excerpt is short, and names and values in it are masked. Of a masked name the first
 * letter is left ("E•••"), of a value nothing; that counts only where the words are such a value themselves.
 */
const pointsAt = (words: string, excerpts: readonly string[], secrets: readonly string[]): boolean => {
  const wanted = new Set(wordsOf(words))
  const starts = new Set([...wanted].map((word) => word[0]))
  const isSecret = secrets.some((secret) => words.includes(secret) || secret.includes(words))
  return excerpts.some(
    (excerpt) =>
      wordsOf(excerpt).some((word) => wanted.has(word)) ||
      [...excerpt.toLowerCase().matchAll(/([\p{L}\p{N}]?)•+/gu)].some(([, first]) =>
        first === '' ? isSecret : starts.has(first),
      ),
  )
}

const scoreOf = (letter: Letter, { decision, seen }: Judgement, pack: Pack): Judged => {
  const hits = decision.hits.filter(({ outcome }) => outcome !== 'forward')
  const fired = [...new Set(hits.map(({ rule }) => rule as string))]
  const { allowed, pointsAt: words, mustNotShow } = letter.expected
  const rules = letter.expected.rules.filter((rule) => runs(pack, rule))
  const right = hits.filter(({ rule }) => rules.includes(rule))
  const excerpts = right.flatMap(({ finding }) => finding?.excerpt ?? [])
  const said = seen.findings.map(({ excerpt, because }) => JSON.stringify([excerpt, because]))
  return {
    letter,
    pack: pack.id,
    mustStop: rules.some((rule) => stops(pack, rule)),
    stopped: decision.outcome === 'hold' || decision.outcome === 'bounce',
    fired,
    asked: rules,
    missed: rules.filter((rule) => !fired.includes(rule)),
    wrong: fired.filter((rule) => !rules.includes(rule) && !allowed.includes(rule)),
    pointed: words === undefined || right.length === 0 ? undefined : pointsAt(words, excerpts, mustNotShow),
    shown: mustNotShow.filter((secret) => said.some((one) => one.includes(secret))),
  }
}

export const judgeAll = async (part: Part, options: Readonly<{ model?: boolean }> = {}): Promise<readonly Judged[]> => {
  const { warnings: _, ...rules } = loadRules(options)
  const readers = openReaders(AttachmentOptions.parse({}))
  try {
    const judged: Judged[] = []
    for (const letter of lettersOf(part)) {
      const judgement = await judge(letter.raw(), letter.envelope(), rules, readers, NOW)
      judged.push(scoreOf(letter, judgement, rules.policy.packs.get(judgement.decision.pack)!))
    }
    return judged
  } finally {
    await readers.close()
  }
}

/** `of` is how many it was counted over; `share` 0–1. */
export type Share = Readonly<{ count: number; of: number; share: number }>

export type RuleScore = Readonly<{ rule: string; right: number; missed: number; wrong: number; f1: number }>

export type Score = Readonly<{
  letters: number
  /** Of those that must not go out: stopped. */
  caught: Share
  /** Of those stopped: rightly. */
  rightly: Share
  /** Of the innocent: stopped. */
  falseAlarms: Share
  /** Of the innocent: advised about. */
  needlessAdvice: Share
  /** Of the findings with words to point at. */
  pointed: Share
  /** Letters of which an explanation repeats a value. */
  shown: number
  rules: readonly RuleScore[]
  /** Caught, by how hard it is to see. */
  kinds: Readonly<Record<string, Share>>
}>

const shareOf = <T>(all: readonly T[], counts: (one: T) => boolean): Share => {
  const count = all.filter(counts).length
  return { count, of: all.length, share: all.length === 0 ? 1 : count / all.length }
}

const ruleScore = (all: readonly Judged[], rule: string): RuleScore => {
  const asked = all.filter((one) => one.asked.includes(rule))
  const missed = asked.filter((one) => one.missed.includes(rule)).length
  const right = asked.length - missed
  const wrong = all.filter((one) => one.wrong.includes(rule)).length
  return {
    rule,
    right,
    missed,
    wrong,
    f1: right + missed + wrong === 0 ? 1 : (2 * right) / (2 * right + missed + wrong),
  }
}

export const summarise = (all: readonly Judged[]): Score => {
  const innocent = all.filter(({ letter }) => !letter.bad)
  const grave = all.filter(({ mustStop }) => mustStop)
  const stopped = all.filter((one) => one.stopped)
  const kinds = [...new Set(grave.map(({ letter }) => letter.expected.kind))].sort()
  return {
    letters: all.length,
    caught: shareOf(grave, (one) => one.stopped),
    rightly: shareOf(stopped, ({ mustStop }) => mustStop),
    falseAlarms: shareOf(innocent, (one) => one.stopped),
    needlessAdvice: shareOf(innocent, (one) => !one.stopped && one.fired.length > 0),
    pointed: shareOf(
      all.filter(({ pointed }) => pointed !== undefined),
      ({ pointed }) => pointed === true,
    ),
    shown: all.filter(({ shown }) => shown.length > 0).length,
    rules: RULES.map((rule) => ruleScore(all, rule)).filter(({ right, missed, wrong }) => right + missed + wrong > 0),
    kinds: Object.fromEntries(
      kinds.map((kind) => [
        kind,
        shareOf(
          grave.filter(({ letter }) => letter.expected.kind === kind),
          (one) => one.stopped,
        ),
      ]),
    ),
  }
}
