/**
 * One operation of the API: its path, its scope, what it takes and what it answers. The same value mounts the route, checks
 * what comes in, lets out only what it describes, and is its own documentation.
 */
import type { Context } from 'hono'
import { z } from 'zod'
import type { Scope } from '../../review/review.ts'
import type { ConsoleParts } from '../console.ts'
import type { Env } from '../sign-in/sessions.ts'
import type { Caller } from './bearer.ts'
import { type FieldError, type Kind, Problem } from './problems.ts'

/** Schemas that the documentation gives a name: of what is answered, and of what is taken. */
export const ANSWERS = z.registry<{ id: string }>()
export const BODIES = z.registry<{ id: string }>()

export const answer = <T extends z.ZodType>(id: string, schema: T): T => {
  ANSWERS.add(schema, { id })
  return schema
}
export const body = <T extends z.ZodType>(id: string, schema: T): T => {
  BODIES.add(schema, { id })
  return schema
}

export type Call<P, Q, B> = Caller & Readonly<{ parts: ConsoleParts; c: Context<Env>; params: P; query: Q; body: B }>

type About = Readonly<{
  method: 'get' | 'post' | 'delete'
  /** As OpenAPI writes it, under /api/v1: `/held/{id}`. */
  path: string
  /** Its operationId. */
  name: string
  area: string
  scope: Scope
  summary: string
  says?: string
  /** Requests of each token in a minute, where it costs more than to look something up. */
  perMinute?: number
  /** Beside those every operation has. */
  problems?: readonly Kind[]
  /** For the examples of the manual; `params` come from the environment of who tries them. */
  example?: Readonly<{ query?: string; body?: unknown }>
}>

export type Operation = About &
  Readonly<{
    params: z.ZodObject
    query: z.ZodObject
    body: z.ZodType | undefined
    /** It reads the body itself, which may also be a whole message. */
    takesMessage: boolean
    answers: z.ZodType
    handle: (call: Call<never, never, never>) => Promise<unknown>
  }>

const NOTHING = z.strictObject({})
type Nothing = typeof NOTHING

type Given<P extends z.ZodObject, Q extends z.ZodObject, B extends z.ZodType, A extends z.ZodType> = About &
  Readonly<{
    params?: P
    query?: Q
    body?: B
    takesMessage?: boolean
    answers: A
    handle: (call: Call<z.output<P>, z.output<Q>, z.output<B>>) => Promise<z.input<A>>
  }>

export const operation = <
  A extends z.ZodType,
  P extends z.ZodObject = Nothing,
  Q extends z.ZodObject = Nothing,
  B extends z.ZodType = z.ZodUndefined,
>(
  given: Given<P, Q, B, A>,
): Operation => ({
  ...given,
  params: given.params ?? NOTHING,
  query: given.query ?? NOTHING,
  body: given.body,
  takesMessage: given.takesMessage ?? false,
})

export const Id = z
  .string()
  .regex(/^[0-9A-Za-z]{26}$/, 'must be the id of a message: 26 letters and digits')
  .describe('Id of a message.')
export const ById = z.strictObject({ id: Id })

const pointer = (path: readonly PropertyKey[]): string =>
  path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 60)}`).join('')

/** What came in as its schema has it; what is wrong is told field by field. */
export const parsed = <T extends z.ZodType>(schema: T, value: unknown, where: FieldError['in']): z.output<T> => {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const errors = result.error.issues
    .slice(0, 20)
    .map(({ path, message }): FieldError => ({ in: where, at: pointer(path), detail: message.slice(0, 200) }))
  throw new Problem('invalid', undefined, { errors })
}
