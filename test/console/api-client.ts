/** A program with a token, over a real console. */
import type { Scope } from '../../src/review/review.ts'
import type { Window } from './house.ts'

type More = Readonly<{ schools?: readonly string[]; account?: string; name?: string }>
export type Asked = Readonly<{ json?: unknown; raw?: string | Buffer; type?: string; headers?: Record<string, string> }>

// biome-ignore lint/suspicious/noExplicitAny: answers are checked by what tests expect of them
type Json = any

export type Answer = Readonly<{ status: number; json: Json; headers: Headers; text: string }>

const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson && text ? JSON.parse(text) : undefined,
  }
}

const bodyOf = ({ json, raw, type }: Asked): { body: string | Uint8Array<ArrayBuffer>; type: string } | undefined => {
  if (json !== undefined) return { body: JSON.stringify(json), type: type ?? 'application/json' }
  if (raw === undefined) return undefined
  return { body: typeof raw === 'string' ? raw : new Uint8Array(raw), type: type ?? 'message/rfc822' }
}

let made = 0

/** `authorization` instead of the token of one, when given. */
export const asking =
  (app: Window['app'], authorization: string | undefined) =>
  async (method: string, path: string, asked: Asked = {}): Promise<Answer> => {
    const given = bodyOf(asked)
    const headers = {
      ...(authorization === undefined ? {} : { authorization }),
      ...(given ? { 'content-type': given.type } : {}),
      ...asked.headers,
    }
    return answerOf(await app.request(`/api/v1${path}`, { method, headers, ...(given ? { body: given.body } : {}) }))
  }

export const program = async (window: Pick<Window, 'tokens' | 'app'>, scopes: readonly Scope[], more: More = {}) => {
  const { secret, token } = await window.tokens.add({ name: `program-${made++}`, scopes, ...more }, 'test')
  const ask = asking(window.app, `Bearer ${secret}`)
  return {
    ...{ secret, token, ask },
    get: (path: string) => ask('GET', path),
    post: (path: string, json?: unknown) => ask('POST', path, json === undefined ? {} : { json }),
  }
}
