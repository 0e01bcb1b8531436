/** Where something stands in a directory file: line:column and path. Values are never told: they are personal data. */
import { LineCounter, parseDocument } from 'yaml'

export type Path = readonly (string | number)[]

/** pupils[3].email; a key that looks like a value is left out. */
const sayPath = (path: Path): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${sayKey(step)}`))
    .join('')
    .replace(/^\./, '')

/** A key stands in a message only when it looks like a field name or a domain. */
export const sayKey = (key: string): string => (/^[A-Za-z][\w.-]{0,40}$/.test(key) ? key : '(a key)')

/** Finding lines costs seconds on a file with a whole city's schools; the path alone is enough to find the spot then. */
const LARGEST_WITH_LINES = 4_000_000

/** A function that says "line:column path: problem" for a text that was read without errors. */
export const placesIn = (text: string): ((path: Path, problem: string) => string) => {
  if (text.length > LARGEST_WITH_LINES) return (path, problem) => `${sayPath(path) || 'file'}: ${problem}`
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const offsetOf = (path: Path): number => {
    for (let depth = path.length; depth > 0; depth--) {
      const node: unknown = document.getIn(path.slice(0, depth), true)
      const range = (node as { range?: readonly number[] } | undefined)?.range
      if (range?.[0] !== undefined) return range[0]
    }
    return 0
  }
  return (path, problem) => {
    const { line, col } = lines.linePos(offsetOf(path))
    return `${line}:${col} ${sayPath(path) || 'file'}: ${problem}`
  }
}
