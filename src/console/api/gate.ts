/** So many at once, and whoever is one too many is told so rather than kept waiting. */
import { Problem } from './problems.ts'

export const gate = (most: () => number, seconds: number): (<T>(work: () => Promise<T>) => Promise<T>) => {
  let inside = 0
  return async (work) => {
    if (inside >= most()) throw new Problem('busy', undefined, { headers: { 'Retry-After': String(seconds) } })
    inside += 1
    try {
      return await work()
    } finally {
      inside -= 1
    }
  }
}
