/** Names reduced to what all their spellings share, and small multimaps over them. */
import { fold } from '../message/message.ts'

/** Letters only: "Van den Broeck", "vandenbroeck" and "VAN DEN BROECK" become one. */
export const squash = (name: string): string => fold(name).replace(/[^a-z0-9\p{L}]+/gu, '')

/** Words of a name, folded. */
export const nameWords = (name: string): string[] =>
  fold(name)
    .replace(/['’]/g, '')
    .split(/[^a-z0-9\p{L}]+/u)
    .filter((word) => word !== '')

/** Words between first and last name; glued to it, apart from it or left out, as people like. */
export const PARTICLES: ReadonlySet<string> = new Set(
  `van de den der het t d ten ter te op in 't vande vanden vander von vom zu el al ben bin ait ould du des la le les di
  da del della dos el- o mac mc st saint`.split(/\s+/),
)

export type ManyOf<T> = Map<string, readonly T[]>

/** Most keys belong to one person: `alone` is that person's one-item list, shared by all its keys and never changed. */
export const add = <T>(map: ManyOf<T>, key: string, alone: readonly [T]): void => {
  const there = map.get(key)
  if (there === undefined) map.set(key, alone)
  else if (there.length === 1) {
    if (there[0] !== alone[0]) map.set(key, [there[0]!, alone[0]])
  } else if (there.at(-1) !== alone[0]) (there as T[]).push(alone[0])
}
