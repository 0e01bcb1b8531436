/** What a new term would have found: the words it reaches, and each letter in which it is new. */
import type { Outcome } from '../policy/policy.ts'
import { line } from './terminal.ts'

type Fate = Readonly<{ outcome: Outcome; rules: readonly string[] }>

/** `kind`: what is told of the letter, by its name or beside it. */
export type Found = Readonly<{
  file: string
  kind: 'innocent' | 'bad' | 'unknown'
  now: Fate
  proposed: Fate
  excerpts: readonly string[]
}>

export type Reach = {
  letters: number
  readonly known: readonly string[]
  /** How often each form was met: those the term matches, and words with the term in them that it does not. */
  readonly reached: Map<string, number>
  readonly missed: Map<string, number>
}

const KINDS = { bad: 'bad', innocent: 'innocent', unknown: 'of which nothing is told' } as const
const MOST = 20

const sayForms = (forms: ReadonlyMap<string, number>): string => {
  const sorted = [...forms].sort(([a, m], [b, n]) => n - m || a.localeCompare(b))
  const shown = sorted.slice(0, MOST).map(([word, times]) => (times > 1 ? `${word} (${times})` : word))
  return [...shown, ...(sorted.length > MOST ? [`and ${sorted.length - MOST} more`] : [])].join(', ')
}

const sayKinds = (found: readonly Found[]): string =>
  (['bad', 'innocent', 'unknown'] as const)
    .map((kind) => [found.filter((one) => one.kind === kind).length, KINDS[kind]] as const)
    .filter(([count]) => count > 0)
    .map(([count, words]) => `${count} ${words}`)
    .join(', ') || 'none'

const isChanged = ({ now, proposed }: Found): boolean =>
  now.outcome !== proposed.outcome || now.rules.join() !== proposed.rules.join()

const sayFate = ({ now, proposed }: Found): string =>
  now.outcome === proposed.outcome ? `${now.outcome}, as now` : `${now.outcome} → ${proposed.outcome}`

const describe = (found: Found): string => {
  const news = found.proposed.rules.filter((rule) => !found.now.rules.includes(rule))
  return [
    line(`${found.kind.padEnd(8)}  ${sayFate(found)}${news.length > 0 ? ` by ${news.join(', ')}` : ''}  ${found.file}`),
    ...found.excerpts.map((words) => line(`          │ ${words}`)),
  ].join('')
}

/** Those whose fate changes first, the innocent before all. */
const byWeight = (a: Found, b: Found): number =>
  Number(isChanged(b)) - Number(isChanged(a)) || Number(b.kind === 'innocent') - Number(a.kind === 'innocent')

export const describeWord = (all: readonly Found[], reach: Reach, title: string): string =>
  [
    line(`${title}: ${reach.letters} letters read.`),
    ...(reach.known.length > 0 ? [line(`The lexicons have it already: ${reach.known.join(', ')}`)] : []),
    ...(reach.reached.size > 0 ? [line(`It reaches: ${sayForms(reach.reached)}`)] : []),
    ...(reach.missed.size > 0
      ? [line(`It does not reach: ${sayForms(reach.missed)} (term* begins so, *term ends so, *term* holds it)`)]
      : []),
    line(`New in these letters: ${sayKinds(all)}.`),
    line(`Would fare otherwise: ${sayKinds(all.filter(isChanged))}.`),
    ...(all.length > 0 ? [line()] : []),
    ...all.toSorted(byWeight).map(describe),
  ].join('')

/** One line for each letter, then one with the counts. */
export const jsonOf = (all: readonly Found[], { letters, known, reached, missed }: Reach): string => {
  const summary = { letters, known, reached: Object.fromEntries(reached), missed: Object.fromEntries(missed) }
  return [...all, { summary }].map((one) => line(JSON.stringify(one))).join('')
}
