/** Chance that can be had again: the same seed, the same choices. */
export type Chance = Readonly<{
  /** 0–1. */
  next: () => number
  /** Whole, both ends included. */
  between: (least: number, most: number) => number
  oneIn: (n: number) => boolean
  pick: <T>(of: readonly T[]) => T
}>

/** Mulberry32: 32 bits of state are plenty for choosing faults. */
export const chanceOf = (seed: number): Chance => {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    between,
    oneIn: (n) => next() * n < 1,
    pick: (of) => {
      const one = of[between(0, of.length - 1)]
      if (one === undefined) throw new Error('nothing to pick from')
      return one
    },
  }
}

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
