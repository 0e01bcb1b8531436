/** Every scalar of the configuration by environment: smtp.port is MAILSLUIS_SMTP_PORT; secrets also from a file (…_FILE). */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { z } from 'zod'
import { nearest } from './policy/policy.ts'
import { retiredVariable } from './retired-settings.ts'
import { whyNoFile } from './unreadable.ts'

// Short names for what everybody sets.
const SHORT: Readonly<Record<string, readonly string[]>> = {
  MAILSLUIS_NEXT_HOP: ['delivery', 'nextHop'],
  MAILSLUIS_STORE: ['store', 'url'],
  MAILSLUIS_DIRECTORY: ['directory', 'file'],
  MAILSLUIS_MASTER_KEY: ['store', 'masterKey'],
}
// Read elsewhere.
const OTHERS = new Set(['MAILSLUIS_CONFIG'])
// Paths that count from where the program was started.
const PATHS = new Set([
  'var',
  'directory.file',
  'policy.folder',
  'policy.lexicons',
  'policy.exceptions',
  'review.calendar.folder',
])

// Not to be told in one variable.
const COMPOUND: readonly string[] = ['array', 'record', 'union']

/** Counts from where the program was started. */
const isPath = (path: readonly string[]): boolean => PATHS.has(path.join('.')) || path.at(-1)!.endsWith('File')

type Given = Readonly<{ name: string; path: readonly string[]; value: unknown }>

type Node = {
  def: {
    type: string
    innerType?: z.core.$ZodType
    in?: z.core.$ZodType
    shape?: Record<string, z.core.$ZodType>
    element?: z.core.$ZodType
    keyType?: z.core.$ZodType
    valueType?: z.core.$ZodType
    entries?: Record<string, string>
    defaultValue?: unknown
  }
  description?: string
}

/** A schema without its wrappers (default, optional, preprocess). */
const inner = (schema: z.core.$ZodType): Node => {
  let node = schema as unknown as Node
  while (node.def.innerType || node.def.in) node = (node.def.innerType ?? node.def.in) as unknown as Node
  return node
}

/** What a setting is for, told at whichever wrapper of its schema. */
const textOf = (schema: z.core.$ZodType): string => {
  const { description, def } = schema as unknown as Node
  const below = def.innerType ?? def.in
  return description ?? (below ? textOf(below) : '')
}

/** One setting of the manual: its path, what it is for, its default and its environment variable ('' for lists and maps). */
export type Setting = Readonly<{ path: string; text: string; fallback: unknown; variable: string }>

/** `path` of an entry of a list ends in []: `delivery.routes[].nextHop`. */
export const settingsOf = (schema: z.core.$ZodType, path: readonly string[] = []): Setting[] => {
  const { def } = inner(schema)
  if (def.shape) return Object.entries(def.shape).flatMap(([key, value]) => settingsOf(value, [...path, key]))
  const outer = schema as unknown as Node
  const inList = path.some((key) => key.endsWith('[]'))
  const variable = COMPOUND.includes(def.type) || inList ? '' : variableOf(path)
  const fallback = outer.def.type === 'default' ? outer.def.defaultValue : undefined
  const own = { path: path.join('.'), text: textOf(schema), fallback, variable }
  const entry = def.element && inner(def.element).def.shape ? def.element : undefined
  return [own, ...(entry ? settingsOf(entry, [...path.slice(0, -1), `${path.at(-1)}[]`]) : [])]
}

/** Names that may stand at a path. */
export const keysAt = (schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] => {
  const { def } = inner(schema)
  const [step, ...rest] = path
  if (step === undefined) return Object.keys(def.shape ?? (def.keyType && inner(def.keyType).def.entries) ?? {})
  const below = def.shape?.[String(step)] ?? def.element ?? def.valueType
  return below ? keysAt(below, rest) : []
}

type Leaf = Readonly<{ path: readonly string[]; kind: string }>

const leavesOf = (schema: z.core.$ZodType, path: readonly string[] = []): Leaf[] => {
  const { def } = inner(schema)
  if (def.shape) return Object.entries(def.shape).flatMap(([key, value]) => leavesOf(value, [...path, key]))
  return [{ path, kind: def.type }]
}

/** smtp.maxMessageBytes → MAILSLUIS_SMTP_MAX_MESSAGE_BYTES */
export const variableOf = (path: readonly string[]): string =>
  `MAILSLUIS_${path.map((key) => key.replace(/[A-Z]/g, (letter) => `_${letter}`)).join('_')}`.toUpperCase()

const scalarOf = (kind: string, text: string): unknown => {
  if (kind === 'number' || kind === 'int') return text.trim() === '' ? Number.NaN : Number(text)
  if (kind === 'boolean')
    return text === 'true' || text === '1' ? true : text === 'false' || text === '0' ? false : text
  return text
}

const known = (schema: z.core.$ZodType): ReadonlyMap<string, Leaf> => {
  const leaves = new Map(leavesOf(schema).map((leaf) => [variableOf(leaf.path), leaf]))
  for (const [name, path] of Object.entries(SHORT)) {
    const leaf = leaves.get(variableOf(path))
    if (leaf) leaves.set(name, leaf)
  }
  return leaves
}

const read = ({ path, kind }: Leaf, text: string, cwd: string): unknown =>
  isPath(path) && text !== '' ? resolve(cwd, text) : scalarOf(kind, text)

const PREFIX = 'MAILSLUIS_'

const sayStranger = (name: string, known: readonly string[]): string => {
  const instead = retiredVariable(name, variableOf)
  if (instead) return `${instead} It is ignored here.`
  const bare = known.map((one) => one.slice(PREFIX.length))
  const meant = nearest(name.slice(PREFIX.length), bare)
  return `there is no such setting; it is ignored.${meant ? ` Did you mean ${PREFIX}${meant}?` : ''}`
}

/** Every MAILSLUIS_… variable: what it sets, or why it sets nothing. */
export const readEnvironment = (
  schema: z.core.$ZodType,
  env: NodeJS.ProcessEnv,
  cwd: string,
): { values: readonly Given[]; warnings: readonly string[]; problems: readonly string[] } => {
  const leaves = known(schema)
  const values: Given[] = []
  const warnings: string[] = []
  const problems: string[] = []
  for (const [name, given] of Object.entries(env)) {
    if (!name.startsWith(PREFIX) || given === undefined || OTHERS.has(name)) continue
    const direct = leaves.get(name)
    const leaf = direct ?? leaves.get(name.replace(/_FILE$/, ''))
    if (!leaf) warnings.push(`${name}: ${sayStranger(name, [...leaves.keys()])}`)
    else if (COMPOUND.includes(leaf.kind))
      warnings.push(`${name}: ${leaf.path.join('.')} is a list; set it in the configuration file. It is ignored here.`)
    else {
      try {
        const text = direct ? given : readFileSync(resolve(cwd, given), 'utf8').trim()
        values.push({ name, path: leaf.path, value: read(leaf, text, cwd) })
      } catch (error) {
        problems.push(`${name}: the file cannot be read (${whyNoFile(error)})`)
      }
    }
  }
  return { values, warnings, problems }
}
