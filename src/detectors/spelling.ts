/** How far two names are apart: for look-alike addresses and names that contradict an account. */
import { fold, tokenise } from '../message/message.ts'

/** Optimal string alignment distance, given up above 1: 0, 1, or 2 for "more". */
export const distance = (a: string, b: string): 0 | 1 | 2 => {
  if (a === b) return 0
  if (Math.abs(a.length - b.length) > 1) return 2
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  const [x, y] = [a.slice(i), b.slice(i)]
  if (x.slice(1) === y.slice(1) || x.slice(1) === y || x === y.slice(1)) return 1
  return x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2) ? 1 : 2
}

/** Letters-only words of a name or local part, folded: "Jan.Peeters82" → ["jan", "peeters"]. */
export const nameWords = (name: string): string[] =>
  tokenise(name)
    .flatMap((word) => word.folded.split(/[\d']+/))
    .filter((word) => word.length >= 2)

/** Whether a local part spells a first and a last name in any of the usual ways. */
export const spells = (local: string, first: string, last: string): boolean => {
  const letters = fold(local).replace(/[^a-z]/g, '')
  const [f, l] = [fold(first).replace(/[^a-z]/g, ''), fold(last).replace(/[^a-z]/g, '')]
  if (f.length < 2 || l.length < 3) return false
  return [`${f}${l}`, `${l}${f}`, `${f[0]}${l}`, `${l}${f[0]}`].includes(letters)
}
