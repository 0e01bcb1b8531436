/** What zod finds wrong, in words for the person who keeps the file. */
import { z } from 'zod'
import { suggest } from './problems.ts'
import type { Path, Spot } from './source.ts'

export type Trouble = Readonly<{ path: Path; spot?: Spot; message: string }>

type Issue = z.core.$ZodIssue

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value)

/** Keys that may stand at a path, where the form fixes them. */
const keysAt = (schema: z.core.$ZodType, path: Path): readonly string[] | undefined => {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return keysAt(schema.unwrap(), path)
  const [step, ...rest] = path
  if (schema instanceof z.ZodArray && step !== undefined) return keysAt(schema.element, rest)
  if (!(schema instanceof z.ZodObject)) return undefined
  const inner: z.core.$ZodType | undefined = step === undefined ? undefined : schema.shape[String(step)]
  if (step === undefined) return Object.keys(schema.shape)
  return inner && keysAt(inner, rest)
}

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  array: 'a list ("- …" or "[…]")',
  object: 'a block of "key: value"',
  record: 'a block of "key: value"',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
}

const strangers = (keys: readonly string[], path: Path, known: readonly string[] | undefined): readonly Trouble[] =>
  keys.map((key) => ({
    path: [...path, key],
    spot: { key: true },
    message: `"${key}" is not known here.${known ? ` ${suggest(key, known)}` : ''}`,
  }))

/** `base` is where `value` stands in the file. */
export const troubles = (
  schema: z.ZodType,
  issues: readonly Issue[],
  value: unknown,
  base: Path = [],
): readonly Trouble[] =>
  issues.flatMap((issue): readonly Trouble[] => {
    const path = [...base, ...issue.path]
    if (issue.code === 'unrecognized_keys') return strangers(issue.keys, path, keysAt(schema, issue.path))
    const offset: unknown = issue.code === 'custom' ? issue.params?.offset : undefined
    const message = say(issue, valueAt(value, issue.path))
    return [typeof offset === 'number' ? { path, spot: { offset }, message } : { path, message }]
  })

const say = (issue: Issue, value: unknown): string => {
  const name = String(issue.path.at(-1) ?? 'the file')
  if (issue.code === 'invalid_value') {
    const words = issue.values.map(String)
    return typeof value === 'string'
      ? `"${value}" cannot stand here. ${suggest(value, words)}`
      : `Give one of: ${words.join(', ')}.`
  }
  if (issue.code === 'invalid_type') {
    const wanted = TYPES[issue.expected] ?? issue.expected
    return value === undefined ? `"${name}" is missing: give ${wanted}.` : `"${name}" must be ${wanted}.`
  }
  if (issue.code === 'invalid_format' && issue.format === 'email') return `"${name}" must be an e-mail address.`
  if (issue.code === 'too_small') return `"${name}" is empty or too small. Fill it in, or leave the whole line out.`
  return issue.message
}
