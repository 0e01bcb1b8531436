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

/** Log-odds of a stretch from the model's own and the cues in it. */
export type Weigh = (own: number, hits: readonly TermHit[]) => number

/** The same sum as over `cuesIn`, by numbers instead of names: it is made for every stretch that sounds like something. */
export const weigher = ({ score, bias, cues }: CueWeights): Weigh => {
  const classes = [...new Set(Object.keys(cues).flatMap((cue) => cue.replace(/ twice$/, '').split(' ')))].sort()
  const at = new Map(classes.map((name, i) => [name, i]))
  const alone = classes.map((name) => cues[name] ?? 0)
  const twice = classes.map((name) => cues[`${name} twice`] ?? 0)
  const pairs = classes.map((one) => classes.map((other) => cues[`${one} ${other}`] ?? cues[`${other} ${one}`] ?? 0))
  return (own, hits) => {
    const places = new Map<number, number>()
    let sum = score * own + bias
    for (const hit of hits) {
      const cue = at.get(hit.class)
      if (cue === undefined) continue
      const place = places.get(cue)
      if (place === undefined) {
        sum += alone[cue]!
        for (const other of places.keys()) sum += pairs[cue]![other]!
        places.set(cue, hit.first)
      } else if (place >= 0 && place !== hit.first) {
        sum += twice[cue]!
        places.set(cue, -1)
      }
    }
    return sum
  }
}
