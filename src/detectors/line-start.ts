/** Where the line of an offset begins. A text may be one line of megabytes, and be asked for each of its words. */
const REACH = 4_000

/** The first offset of the line `at` stands in, or as far back as is looked. */
export const lineStart = (text: string, at: number, reach = REACH): number => {
  const from = Math.max(0, at - reach)
  return from + text.slice(from, Math.max(0, at)).lastIndexOf('\n') + 1
}
