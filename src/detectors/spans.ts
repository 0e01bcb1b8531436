/** Stretches of a text by their place, so that a letter with thousands of names or values is not searched for each of them. */

export type Span = Readonly<{ start: number; end: number }>

const SIZE = 64

export interface Spans<S extends Span> {
  add(span: S): void
  /** One that shares a character with these. */
  overlapping(span: Span): S | undefined
}

export const openSpans = <S extends Span>(spans: readonly S[] = []): Spans<S> => {
  const shelves = new Map<number, S[]>()
  const add = (span: S): void => {
    for (let at = Math.floor(span.start / SIZE); at * SIZE < span.end; at++) {
      const shelf = shelves.get(at)
      if (shelf) shelf.push(span)
      else shelves.set(at, [span])
    }
  }
  for (const span of spans) add(span)
  return {
    add,
    overlapping: ({ start, end }) => {
      for (let at = Math.floor(start / SIZE); at * SIZE < end; at++) {
        const found = shelves.get(at)?.find((span) => span.start < end && start < span.end)
        if (found) return found
      }
      return undefined
    },
  }
}

/** Of spans in order of their start the index of the first that starts at or after `from`. */
export const firstFrom = (spans: readonly Span[], from: number): number => {
  let low = 0
  let high = spans.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (spans[middle]!.start < from) low = middle + 1
    else high = middle
  }
  return low
}

/** Of spans in order of their start those that start within [from, to). */
export const startingWithin = <S extends Span>(spans: readonly S[], from: number, to: number): readonly S[] => {
  const low = firstFrom(spans, from)
  let end = low
  while (end < spans.length && spans[end]!.start < to) end++
  return spans.slice(low, end)
}

/** Of spans in order of their start the last that starts before an offset. */
export const lastBefore = <S extends Span>(spans: readonly S[], offset: number): S | undefined =>
  spans[firstFrom(spans, offset) - 1]

/** Spans in order, with those that overlap as one. */
export const merged = (spans: readonly Span[]): Span[] => {
  const found: Span[] = []
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    const last = found.at(-1)
    if (last && start < last.end) found[found.length - 1] = { start: last.start, end: Math.max(last.end, end) }
    else found.push({ start, end })
  }
  return found
}

/** Of merged spans those that share a character with [from, to). */
export const touching = <S extends Span>(spans: readonly S[], from: number, to: number): readonly S[] => {
  const next = firstFrom(spans, from)
  const low = next > 0 && spans[next - 1]!.end > from ? next - 1 : next
  let end = low
  while (end < spans.length && spans[end]!.start < to) end++
  return spans.slice(low, end)
}
