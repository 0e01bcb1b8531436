/** Every scalar of the configuration by environment: smtp.port is MAILSLUIS_SMTP_PORT; secrets also from a file (…_FILE). */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { z } from 'zod'

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
const PATHS = new Set(['var', 'directory.file', 'policy.folder', 'policy.lexicons', 'policy.exceptions'])

// Not to be told in one variable.
const COMPOUND: readonly string[] = ['array', 'record', 'union']

type Scalar = Readonly<{ path: readonly string[]; kind: string }>
type Given = Readonly<{ name: string; path: readonly string[]; value: unknown }>

type Node = {
  def: {
    type: string
    innerType?: z.core.$ZodType
    in?: z.core.$ZodType
    shape?: Record<string, z.core.$ZodType>
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

/** One setting of the manual: its path, what it is for, its default and its environment variable ('' for lists and maps). */
export type Setting = Readonly<{ path: string; text: string; fallback: unknown; variable: string }>

export const settingsOf = (schema: z.core.$ZodType, path: readonly string[] = []): Setting[] => {
  const { def } = inner(schema)
  if (def.shape) return Object.entries(def.shape).flatMap(([key, value]) => settingsOf(value, [...path, key]))
  const outer = schema as unknown as Node
  const variable = COMPOUND.includes(def.type) ? '' : variableOf(path)
  return [{ path: path.join('.'), text: outer.description ?? '', fallback: outer.def.defaultValue, variable }]
}

const scalarsOf = (schema: z.core.$ZodType, path: readonly string[] = []): Scalar[] => {
  const { def } = inner(schema)
  if (def.shape) return Object.entries(def.shape).flatMap(([key, value]) => scalarsOf(value, [...path, key]))
  return COMPOUND.includes(def.type) ? [] : [{ path, kind: def.type }]
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

export const readEnvironment = (
  schema: z.core.$ZodType,
  env: NodeJS.ProcessEnv,
  cwd: string,
): { values: readonly Given[]; warnings: readonly string[]; problems: readonly string[] } => {
  const scalars = scalarsOf(schema)
  const known = new Map<string, Scalar>(scalars.map((scalar) => [variableOf(scalar.path), scalar]))
  for (const [name, path] of Object.entries(SHORT)) {
    const scalar = known.get(variableOf(path))
    if (scalar) known.set(name, scalar)
  }
  const values: Given[] = []
  const warnings: string[] = []
  const problems: string[] = []
  for (const [name, given] of Object.entries(env)) {
    if (!name.startsWith('MAILSLUIS_') || given === undefined || OTHERS.has(name)) continue
    const direct = known.get(name)
    const scalar = direct ?? known.get(name.replace(/_FILE$/, ''))
    if (!scalar) {
      warnings.push(`${name}: there is no such setting; it is ignored`)
      continue
    }
    try {
      const text = direct ? given : readFileSync(resolve(cwd, given), 'utf8').trim()
      const path = scalar.path.join('.')
      values.push({
        name,
        path: scalar.path,
        value: PATHS.has(path) && text ? resolve(cwd, text) : scalarOf(scalar.kind, text),
      })
    } catch (error) {
      problems.push(`${name}: the file cannot be read (${(error as NodeJS.ErrnoException).code})`)
    }
  }
  return { values, warnings, problems }
}
