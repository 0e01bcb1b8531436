/** What is wrong with policy files: every problem at once, each with its place and what to do. */

export class PolicyError extends Error {
  /** "moretus-ekeren.yaml:12:5: what is wrong and what to do". */
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`
    super(`The policy cannot be used: ${count}\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
    this.name = 'PolicyError'
    this.problems = problems
  }
}

/** Levenshtein distance, one row at a time. Words are ids of a few dozen characters. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}

const MAX_WORD = 64

/** The known word most like this one, when one is near enough to be meant. */
export const nearest = (word: string, known: readonly string[]): string | undefined => {
  if (word.length > MAX_WORD) return undefined
  const near = known.map((candidate) => ({ candidate, far: distance(word.toLowerCase(), candidate.toLowerCase()) }))
  near.sort((a, b) => a.far - b.far)
  const best = near[0]
  return best && best.far <= Math.max(2, Math.floor(word.length / 3)) ? best.candidate : undefined
}

/** "Did you mean password?" or the words there are. */
export const suggest = (word: string, known: readonly string[]): string => {
  const meant = nearest(word, known)
  if (meant !== undefined) return `Did you mean "${meant}"?`
  return known.length === 0 ? 'There is none.' : `Known: ${known.join(', ')}.`
}
