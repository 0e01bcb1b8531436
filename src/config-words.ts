/** What is wrong with a setting, in words for the person who keeps the configuration. Never the value: it may be a secret. */
import type { z } from 'zod'
import { keysAt } from './environment.ts'
import { suggest } from './policy/policy.ts'
import { retired } from './retired-settings.ts'

/** `key`: the name itself is wrong, not what it is set to. */
export type Problem = Readonly<{ path: readonly PropertyKey[]; key: boolean; words: string }>

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a group of settings',
  record: 'a group of settings',
}

const sayType = ({ expected, message }: z.core.$ZodIssueInvalidType): string => {
  const wanted = KINDS[expected] ?? expected
  return message.endsWith('received undefined') ? `is missing; it must be ${wanted}` : `must be ${wanted}`
}

const sayLimit = (issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string => {
  const small = issue.code === 'too_small'
  const limit = String(small ? issue.minimum : issue.maximum)
  if (issue.origin === 'array') return `must have ${small ? 'at least' : 'at most'} ${limit} entries`
  if (issue.origin === 'string') return small ? 'must not be empty' : `must be at most ${limit} characters`
  if (issue.inclusive === false) return `must be ${small ? 'more' : 'less'} than ${limit}`
  return `must be at ${small ? 'least' : 'most'} ${limit}`
}

/** A schema may say itself what it wants; the words of zod speak of patterns. */
const inWords = (message: string): string | undefined => (message.startsWith('must ') ? message : undefined)

const sayFormat = (issue: z.core.$ZodIssueInvalidStringFormat): string =>
  String(issue.pattern).includes('argon2id')
    ? 'must be an argon2id hash; "mailsluis user hash" makes one'
    : (inWords(issue.message) ?? 'does not have the right form')

const say = (issue: z.core.$ZodIssue): string => {
  if (issue.code === 'invalid_type') return sayType(issue)
  if (issue.code === 'invalid_value') return `must be one of: ${issue.values.map(String).join(', ')}`
  if (issue.code === 'too_small' || issue.code === 'too_big') return sayLimit(issue)
  if (issue.code === 'invalid_format') return sayFormat(issue)
  // The name itself, as an address in a table of deputies.
  if (issue.code === 'invalid_key') return issue.issues.map(say).join('; ')
  return inWords(issue.message) ?? (issue.code === 'custom' ? `must be ${issue.message}` : issue.message)
}

const strangers = (schema: z.core.$ZodType, { path, keys }: z.core.$ZodIssueUnrecognizedKeys): Problem[] =>
  keys.map((key) => ({
    ...{ path: [...path, key], key: true },
    words: retired([...path, key]) ?? `there is no such setting. ${suggest(key, keysAt(schema, path))}`,
  }))

export const problemsOf = (schema: z.core.$ZodType, issues: readonly z.core.$ZodIssue[]): Problem[] =>
  issues.flatMap((issue): Problem[] =>
    issue.code === 'unrecognized_keys'
      ? strangers(schema, issue)
      : [{ path: issue.path, key: false, words: say(issue) }],
  )
