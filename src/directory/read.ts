/** From the text of a directory file to checked data, or to a list of everything that is wrong with it. */
import { LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { findProblems, partsOf, readableParts } from './checks.ts'
import { DirectoryError } from './error.ts'
import { type DirectoryData, DirectoryFile } from './file.ts'
import { type Path, placesIn } from './places.ts'
import { findWarnings } from './warnings.ts'

export type Read = Readonly<{ data: DirectoryData; warnings: readonly string[] }>

const tryJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // YAML, or broken JSON: the reader below tells where, JSON.parse would quote the text
  }
}

const readYaml = (text: string, file: string): unknown => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => {
      const { line, col } = lines.linePos(error.pos[0])
      return `${line}:${col} cannot be read as JSON or YAML (${error.code})`
    })
    throw new DirectoryError(file, problems)
  }
  try {
    return document.toJS({ maxAliasCount: 100 }) as unknown
  } catch {
    // Aliases that refer to aliases can make a file of a kilobyte fill the memory.
    throw new DirectoryError(file, ['1:1 uses too many YAML aliases'])
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'a text (in quotes)',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  boolean: 'true or false',
}

const at = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, step) => (inner as Record<string | number, unknown> | undefined)?.[step], value)

const sayIssue = (issue: z.core.$ZodIssue, value: unknown): string => {
  const missing = at(value, issue.path as Path) === undefined ? 'is missing, ' : ''
  if (issue.code === 'invalid_type') return `${missing}must be ${EXPECTED[issue.expected] ?? issue.expected}`
  if (issue.code === 'invalid_value') return `${missing}must be one of ${issue.values.join(', ')}`
  if (issue.code === 'too_small') return 'must not be empty'
  return 'is not what is expected here'
}

const knowsNothing = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Object.keys(value).some((key) => key in DirectoryFile.shape)

export const readDirectory = (source: string, file: string, hasKey: boolean): Read => {
  const text = source.replace(/^\ufeff/, '')
  const json = tryJson(text)
  const value = json === undefined ? readYaml(text, file) : json
  const parsed = DirectoryFile.safeParse(value)
  const refuse = (problems: readonly (readonly [Path, string])[]): never => {
    const say = placesIn(text)
    throw new DirectoryError(
      file,
      problems.map(([path, problem]) => say(path, problem)),
    )
  }
  if (!parsed.success) {
    const issues = parsed.error.issues.map((issue) => [issue.path as Path, sayIssue(issue, value)] as const)
    return refuse([...issues, ...findProblems(readableParts(value))])
  }
  // Another file put in its place by mistake must not empty the directory.
  if (knowsNothing(value)) refuse([[[], 'has none of the keys of a directory']])
  const problems = findProblems(partsOf(parsed.data))
  if (problems.length > 0) refuse(problems)
  return { data: parsed.data, warnings: findWarnings(value as object, parsed.data, hasKey) }
}
