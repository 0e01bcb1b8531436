/** How far two names are apart, and the words a name is made of: for look-alike addresses and names on accounts. */
import { tokenise } from '../message/message.ts'

/** Optimal string alignment distance, given up above 1: 0, 1, or 2 for "more". */
export const distance = (a: string, b: string): 0 | 1 | 2 => {
  if (a === b) return 0
  if (Math.abs(a.length - b.length) > 1) return 2
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i++
  const [x, y] = [a.slice(i), b.slice(i)]
  if (x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1)) return 1
  return x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2) ? 1 : 2
}

/** Letters-only words of a name or local part, folded: "Jan.Peeters82" → ["jan", "peeters"]. */
export const nameWords = (name: string): string[] =>
  tokenise(name)
    .flatMap((word) => word.folded.split(/[\d']+/))
    .filter((word) => word.length >= 2)

/** Words between first and last name; they say nothing about whose name it is. */
export const PARTICLES: ReadonlySet<string> = new Set(
  'van de den der het ten ter te op in vande vanden vander von el al ben bin ait ould du des la le les di da del'.split(
    ' ',
  ),
)
