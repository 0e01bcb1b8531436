/** A policy file as read: its value, and the line and column of everything in it. */
import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, Scalar } from 'yaml'

export type PolicyFile = Readonly<{ name: string; text: string }>
export type Path = readonly PropertyKey[]

/** `key`: the key itself rather than its value. `offset`: that character of a text value. */
export type Spot = Readonly<{ key?: boolean; offset?: number }>

export type Source = Readonly<{
  name: string
  value: unknown
  /** What is no YAML. The value is not to be used then. */
  problems: readonly string[]
  /** "file:line:column" of a path, or of the nearest thing around it that exists. */
  place: (path: Path, spot?: Spot) => string
}>

type Found = Readonly<{ keyStart: number; node: Node | null }>

const find = (document: Document.Parsed, path: Path): Found => {
  let node: Node | null = document.contents
  let keyStart = node?.range?.[0] ?? 0
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      if (!pair) break
      keyStart = (pair.key as Scalar).range?.[0] ?? keyStart
      node = pair.value as Node | null
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as Node | undefined
      if (!item) break
      node = item
      keyStart = item.range?.[0] ?? keyStart
    } else break
  }
  return { keyStart, node }
}

/**
 * Where a character of a text value stands in the file. Quoting and folding only add or drop white space, quotes and
 * backslashes, so the other characters are met in the same order.
 */
const offsetIn = (text: string, scalar: Scalar, index: number): number => {
  const [start, end] = scalar.range!
  const value = String(scalar.value)
  const block = scalar.type === Scalar.BLOCK_FOLDED || scalar.type === Scalar.BLOCK_LITERAL
  const quoted = scalar.type === Scalar.QUOTE_DOUBLE || scalar.type === Scalar.QUOTE_SINGLE
  let next = block ? text.indexOf('\n', start) + 1 : start + (quoted ? 1 : 0)
  let at = next
  for (let i = 0; i <= index && i < value.length; i++) {
    if (/\s/.test(value[i]!)) continue
    const found = text.indexOf(value[i]!, next)
    if (found < 0 || found >= end) break
    at = found
    next = found + 1
  }
  return index >= value.length ? at + 1 : at
}

export const readSource = ({ name, text }: PolicyFile): Source => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${name}:${line}:${col}`
  }
  const place = (path: Path, { key = false, offset }: Spot = {}): string => {
    const { keyStart, node } = find(document, path)
    if (key || !isScalar(node) || !node.range) return at(keyStart)
    return at(offset === undefined ? node.range[0] : offsetIn(text, node, offset))
  }
  // After the first mistake of a line the parser is lost; what it says next about that line is an echo.
  const mistakes = [...document.errors, ...document.warnings].filter(
    ({ pos }, i, all) =>
      all.findIndex((other) => lines.linePos(other.pos[0]).line === lines.linePos(pos[0]).line) === i,
  )
  const problems = mistakes.map(({ pos, message }) => `${at(pos[0])}: ${message}`)
  return { name, value: problems.length === 0 ? document.toJS() : undefined, problems, place }
}
