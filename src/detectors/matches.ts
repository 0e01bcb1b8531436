/** Matches of a pattern with the flag "g", which never matches nothing. `matchAll` makes a new pattern each time. */
const NONE: readonly RegExpExecArray[] = []

export const matchesIn = (pattern: RegExp, text: string): readonly RegExpExecArray[] => {
  pattern.lastIndex = 0
  let hit = pattern.exec(text)
  if (hit === null) return NONE
  const found: RegExpExecArray[] = []
  for (; hit !== null; hit = pattern.exec(text)) found.push(hit)
  return found
}
