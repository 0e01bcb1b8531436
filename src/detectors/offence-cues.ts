/**
 * What the words of config/lexicons/offences.txt say together. "Naam", "uitspreken" and "onderop" are nothing; a people and
 * contempt in one sentence are something. How much each class and each pair counts is learned (`npm run train`).
 */
import type { TermHit } from './lexicon.ts'

/** Log-odds = `score` × the model's own + `bias` + what the cues add. */
export type CueWeights = Readonly<{ score: number; bias: number; cues: Readonly<Record<string, number>> }>

/** The classes that are there, those that are there twice, and those that are there together. */
export const cuesIn = (hits: readonly TermHit[]): string[] => {
  const places = new Map<string, Set<number>>()
  for (const hit of hits) {
    const known = places.get(hit.class)
    if (known) known.add(hit.first)
    else places.set(hit.class, new Set([hit.first]))
  }
  const classes = [...places.keys()].sort()
  return classes.flatMap((name, i) => [
    name,
    ...(places.get(name)!.size > 1 ? [`${name} twice`] : []),
    ...classes.slice(i + 1).map((other) => `${name} ${other}`),
  ])
}

export const weigh = ({ score, bias, cues }: CueWeights, own: number, found: readonly string[]): number =>
  found.reduce((sum, cue) => sum + (cues[cue] ?? 0), score * own + bias)
