/** A configuration file as a tree of settings, and where in the file each of them stands. */
import { readFileSync } from 'node:fs'
import { isMap, isNode, isPair, LineCounter, type Node, parseDocument, type Scalar } from 'yaml'
import { whyNoFile } from './unreadable.ts'

type Path = readonly PropertyKey[]
export type Tree = Record<string, unknown>

/** `place` gives "FILE:line:column", of the name of a setting where `key` says so. */
export type Source = Readonly<{ tree: Tree; place: (path: Path, key: boolean) => string }>
export type Unreadable = Readonly<{ problems: readonly string[] }>

/** A heading with nothing under it, as is left when all lines below are comments, sets nothing. */
const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (typeof value !== 'object' || value === null) return value
  const set = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined)
  return Object.fromEntries(set.map(([key, inner]) => [key, withoutNulls(inner)]))
}

const rangeOf = (node: unknown): number | undefined => (isNode(node) ? (node as Node).range?.[0] : undefined)

export const readSource = (file: string): Source | Unreadable => {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return { problems: [`${file}: cannot be read (${whyNoFile(error)})`] }
  }
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const at = (offset: number): string => `${file}:${lines.linePos(offset).line}:${lines.linePos(offset).col}`
  if (document.errors.length > 0)
    return { problems: document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message.split('\n')[0]}`) }
  const { contents } = document
  if (contents !== null && !isMap(contents) && rangeOf(contents) !== undefined && document.toJS() !== null)
    return { problems: [`${at(rangeOf(contents)!)}: must be settings, as in "smtp:" with "  port: 2525" below it`] }

  const keyOffset = (path: Path): number | undefined => {
    const above = path.length > 1 ? document.getIn(path.slice(0, -1), true) : contents
    const pair = isMap(above) ? above.items.find((item) => (item.key as Scalar).value === path.at(-1)) : undefined
    return isPair(pair) ? rangeOf(pair.key) : undefined
  }
  const place = (path: Path, key: boolean): string => {
    for (let depth = path.length; depth > 0; depth--) {
      const here = path.slice(0, depth)
      // What is missing below is told at the name of what it is missing from.
      const value = depth === path.length && !key ? rangeOf(document.getIn(here, true)) : undefined
      const offset = value ?? keyOffset(here)
      if (offset !== undefined) return at(offset)
    }
    return file
  }
  return { tree: (withoutNulls(document.toJS()) ?? {}) as Tree, place }
}
