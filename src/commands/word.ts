/** `policy word`: what a new term of a lexicon would have found, and stopped, in letters there are. */
import { relative, resolve } from 'node:path'
import { openReaders, type Readers } from '../attachments/attachments.ts'
import { compileLexicon, excerpt, type Lexicon, LexiconError, type Seen } from '../detectors/detectors.ts'
import { type Judgement, type Rules, readMessage, weigh } from '../gateway.ts'
import { fold, tokenise } from '../message/message.ts'
import { nearest } from '../policy/policy.ts'
import { filesOf } from '../rule-sources.ts'
import { readRules } from '../rulebook.ts'
import type { Context } from './context.ts'
import { countingHits, expectationOf } from './expectations.ts'
import { type Letter, lettersIn, openLetter, whyUnreadable } from './letters.ts'
import { CLAUSE_LETTERS, CORPUS, withPeopleOf } from './own-letters.ts'
import { line, UsageError } from './terminal.ts'
import { describeWord, type Found, jsonOf, type Reach } from './word-report.ts'

export type WordOptions = Readonly<{ class?: string; json?: boolean }>

/** `alone` holds the new term and nothing else. */
type Proposed = Readonly<{ name: string; term: string; inForce: Rules; rules: Rules; alone: Lexicon }>

const noClass = (given: string, classes: readonly string[]): UsageError => {
  const near = nearest(given, classes)
  const below = classes.filter((one) => one.includes(given))
  const topics = [...new Set(classes.map((one) => one.split('.', 1)[0]!))].sort()
  const known = below.length > 0 ? below : topics.map((topic) => `${topic}.…`)
  return new UsageError(
    `There is no class "${given}". ${near ? `Did you mean "${near}"?` : `Known: ${known.join(', ')}`}`,
  )
}

const proposedBy = ({ config }: Context, term: string, name: string): Proposed => {
  const inForce = readRules(config).rules
  if (!inForce.lexicon.classes.includes(name)) throw noClass(name, inForce.lexicon.classes)
  const own = { name: `"${term}"`, text: `[${name}]${inForce.lexicon.isAsked(name) ? '?' : ''}\n${term}` }
  try {
    const lexicon = compileLexicon([...filesOf(config).lexicons(), own])
    const alone = compileLexicon([{ ...own, text: `[${name}]\n${term}` }])
    if (alone.classes.length === 0) throw new UsageError('That is a comment, not a term.')
    return { name, term, inForce, rules: { ...inForce, lexicon }, alone }
  } catch (error) {
    if (error instanceof LexiconError)
      throw new UsageError(`"${term}" cannot be a term: ${error.message.replace(/^.*:2: /, '')}.`)
    throw error
  }
}

const count = (words: Map<string, number>, word: string): void => {
  words.set(word, (words.get(word) ?? 0) + 1)
}

/** The words with the term in them that it does not match: "allergie" is no part of the term in "notenallergie". */
const countMissed = (seen: Seen, { term, alone }: Proposed, missed: Map<string, number>): void => {
  const bare = fold(term.replace(/[=~*]/g, ''))
  if (bare.length < 4 || /\s/.test(term)) return
  for (const { text, words } of seen.case.readings) {
    const matched = new Set(alone.find(text, words).map(({ first }) => first))
    for (const [i, word] of words.entries())
      if (!matched.has(i) && word.folded.includes(bare)) count(missed, word.folded)
  }
}

/** Where the term newly matches, masked. */
const excerptsIn = (seen: Seen, { name, alone }: Proposed, reached: Map<string, number>): readonly string[] =>
  seen.case.readings.flatMap((reading) => {
    const known = reading.index.all(name)
    return alone.find(reading.text, reading.words).flatMap(({ start, end }) => {
      count(reached, fold(reading.text.slice(start, end).replace(/\s+/g, ' ')))
      if (known.some((hit) => hit.start <= start && hit.end >= end)) return []
      return [excerpt(reading, start, end)]
    })
  })

type Trial = Readonly<{ proposed: Proposed; readers: Readers; reach: Reach }>

const sideOf = ({ decision }: Judgement): Found['now'] => ({
  outcome: decision.outcome,
  rules: [...new Set(countingHits(decision).map(({ rule }) => rule))],
})

const tryLetter = async (letter: Letter, { proposed, readers, reach }: Trial): Promise<Found | undefined> => {
  const { raw, envelope, pack } = await openLetter(letter, proposed.inForce.policy)
  const read = await readMessage(raw, envelope, readers)
  const day = read.message.date ?? Date.now()
  const now = weigh(read, proposed.inForce, day, pack)
  countMissed(now.seen, proposed, reach.missed)
  const excerpts = excerptsIn(now.seen, proposed, reach.reached)
  if (excerpts.length === 0) return undefined
  const expected = expectationOf(letter)
  return {
    file: letter.name,
    kind: expected === undefined ? 'unknown' : expected.innocent ? 'innocent' : 'bad',
    now: sideOf(now),
    proposed: sideOf(weigh(read, proposed.rules, day, pack)),
    excerpts: [...new Set(excerpts)],
  }
}

/** Where the lexicons have these very words already. */
const knownIn = (term: string, { lexicon }: Rules): readonly string[] => {
  const bare = term.replace(/[=~*]/g, '')
  const words = tokenise(bare)
  const hits = lexicon.hits(bare, words).all()
  return [...new Set(hits.map((hit) => `${hit.class} (${hit.term})`))]
}

/** Without a class: where a word stands, so that one like it can be put beside it. */
const lookUp = ({ config, terminal }: Context, term: string): number => {
  const known = knownIn(term, readRules(config).rules)
  if (known.length === 0)
    throw new UsageError(
      `No lexicon has "${term}". Look up a word like it in the same way, and name its class: --class CLASS`,
    )
  terminal.out(known.map(line).join(''))
  return 0
}

const placesFor = (context: Context, paths: readonly string[]): readonly [Context, readonly string[]] => {
  const { terminal } = context
  if (paths.length > 0) return [withPeopleOf(context, resolve(terminal.cwd, paths[0]!)), paths]
  if (!CORPUS || !CLAUSE_LETTERS)
    throw new UsageError('Name letters to look in: mailsluis policy word TERM --class CLASS PATH…')
  return [withPeopleOf(context, CLAUSE_LETTERS), [relative(terminal.cwd, CORPUS)]]
}

/** A term that stops innocent letters needs more thought; a script hears it by this code. */
const INNOCENT_STOPPED = 1

export const policyWord = async (
  given: Context,
  term: string,
  paths: readonly string[],
  { class: name, json }: WordOptions,
): Promise<number> => {
  if (name === undefined) return lookUp(given, term)
  const [context, places] = placesFor(given, paths)
  const { terminal, config } = context
  const proposed = proposedBy(context, term, name)
  const readers = openReaders(config.attachments)
  const reach: Reach = { letters: 0, known: knownIn(term, proposed.inForce), reached: new Map(), missed: new Map() }
  const all: Found[] = []
  try {
    for (const letter of lettersIn(places, terminal.cwd)) {
      try {
        const found = await tryLetter(letter, { proposed, readers, reach })
        if (found) all.push(found)
        reach.letters += 1
      } catch (error) {
        terminal.err(line(`${letter.name}: ${whyUnreadable(error)}`))
      }
    }
  } finally {
    await readers.close()
  }
  if (reach.letters === 0) throw new UsageError('There is no mail there.')
  terminal.out(json ? jsonOf(all, reach) : describeWord(all, reach, `"${term}" in ${name}`))
  return all.some(({ kind, now, proposed: { outcome } }) => kind === 'innocent' && now.outcome !== outcome)
    ? INNOCENT_STOPPED
    : 0
}
