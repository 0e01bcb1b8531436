/** The OpenAPI description (3.1), made of the schemas that check what comes in and what goes out. */
import { z } from 'zod'
import { SCOPES } from '../../review/review.ts'
import { BASE } from './base.ts'
import { ANSWERS, BODIES, type Operation } from './operation.ts'
import { OPERATIONS } from './operations.ts'
import { type Kind, PROBLEM_TYPE, PROBLEMS } from './problems.ts'

type Json = Readonly<Record<string, unknown>>

const VERSION = '1.0'
const HOME = '#/components/schemas/'

/** What any operation may answer. */
const ALWAYS: readonly Kind[] = [
  'no-token',
  'wrong-token',
  'missing-scope',
  'not-allowed',
  'too-many',
  'failed',
  'away',
]
const TAKES: readonly Kind[] = ['bad-request', 'too-large', 'wrong-type']

const isEmpty = ({ shape }: z.ZodObject): boolean => Object.keys(shape).length === 0

const problemsOf = ({ problems = [], body, params, query }: Operation): readonly Kind[] => {
  const given = body !== undefined || !isEmpty(params) || !isEmpty(query)
  return [...new Set([...ALWAYS, ...(given ? (['invalid'] as const) : []), ...(body ? TAKES : []), ...problems])]
}

const named = (registry: typeof ANSWERS, io: 'input' | 'output'): Record<string, Json> => {
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `${HOME}${id}`, io })
  const bare = ({ $schema: _s, $id: _i, ...schema }: Json): Json => schema
  return Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, bare(schema as Json)]))
}

const nameIn = (registry: typeof ANSWERS, schema: z.ZodType): string => {
  const id = registry.get(schema)?.id
  if (id === undefined) throw new Error('A schema of the API has no name.')
  return id
}

const refTo = (id: string): Json => ({ $ref: `${HOME}${id}` })

const parametersOf = (schema: z.ZodObject, where: 'path' | 'query'): readonly Json[] => {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' })
  return Object.entries(properties).map(([name, one]) => {
    const { description, ...bare } = one as Json
    return {
      ...{ name, in: where, required: required.includes(name), schema: bare },
      ...(description === undefined ? {} : { description }),
    }
  })
}

const bodyOf = ({ body, takesMessage }: Operation): Json => {
  if (body === undefined) return {}
  const json = { 'application/json': { schema: refTo(nameIn(BODIES, body)) } }
  const message = { 'message/rfc822': { schema: { type: 'string', format: 'binary' } } }
  const required = !body.safeParse({}).success
  return { requestBody: { required, content: takesMessage ? { ...message, ...json } : json } }
}

/** How long to wait, wherever it may have to be. */
const RETRY: Json = {
  headers: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } } },
}
const WAITING: readonly number[] = [429, 503]

/** Kinds of problem share a status; each stands by its name. */
const problemAnswers = (one: Operation): Json => {
  const byStatus = Map.groupBy(problemsOf(one), (kind) => PROBLEMS[kind][0])
  const content = { [PROBLEM_TYPE]: { schema: refTo('Problem') } }
  return Object.fromEntries(
    [...byStatus]
      .toSorted(([a], [b]) => a - b)
      .map(([status, kinds]) => [
        status,
        {
          description: kinds.map((kind) => PROBLEMS[kind][1]).join(', or: '),
          ...(WAITING.includes(status) ? RETRY : {}),
          content,
        },
      ]),
  )
}

export const sayLimit = ({ perMinute }: Operation): string =>
  perMinute === undefined ? '' : `At most ${perMinute} requests of each token in a minute.`

const operationOf = (one: Operation): Json => ({
  operationId: one.name,
  tags: [one.area],
  summary: one.summary,
  description: [one.says, `Scope: \`${one.scope}\`.`, sayLimit(one)].filter(Boolean).join('\n\n'),
  security: [{ token: [one.scope] }],
  parameters: [...parametersOf(one.params, 'path'), ...parametersOf(one.query, 'query')],
  ...bodyOf(one),
  responses: {
    200: {
      description: one.summary,
      content: { 'application/json': { schema: refTo(nameIn(ANSWERS, one.answers)) } },
    },
    ...problemAnswers(one),
  },
})

const PROBLEM: Json = {
  type: 'object',
  description: 'RFC 9457.',
  properties: {
    type: { type: 'string', format: 'uri-reference', enum: Object.keys(PROBLEMS).map((k) => `${BASE}/problems/${k}`) },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    refusal: { type: 'string', description: 'Which of its reasons the review had.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          in: { type: 'string', enum: ['path', 'query', 'header', 'body'] },
          at: { type: 'string', description: 'A JSON pointer into that part.' },
          detail: { type: 'string' },
        },
        required: ['in', 'at', 'detail'],
        additionalProperties: false,
      },
    },
  },
  required: ['type', 'title', 'status', 'detail'],
  additionalProperties: false,
}

const scopeList = (): string =>
  Object.entries(SCOPES)
    .map(([scope, { allows }]) => `- \`${scope}\`: ${allows}`)
    .join('\n')

export const document = (operations: readonly Operation[] = OPERATIONS): Json => {
  const byPath = Map.groupBy(operations, ({ path }) => path)
  const paths = [...byPath].map(([path, all]) => [
    path,
    Object.fromEntries(all.map((one) => [one.method, operationOf(one)])),
  ])
  return {
    openapi: '3.1.1',
    info: {
      title: 'Mailsluis',
      version: VERSION,
      description: `What the pages of the console can do, for programs. A token (\`mailsluis token add\`) has scopes:\n\n${scopeList()}`,
    },
    servers: [{ url: BASE }],
    paths: Object.fromEntries(paths),
    components: {
      schemas: { ...named(ANSWERS, 'output'), ...named(BODIES, 'input'), Problem: PROBLEM },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'mls_ and 64 hexadecimal digits' } },
    },
  }
}
