/**
 * Tells open lists that something changed: a word without content, after which the page asks for itself anew. One look at
 * the store for all of them; a stream ends with its session, with the console, and after an hour.
 */
import type { ConsoleParts } from '../console.ts'

type Parts = Pick<ConsoleParts, 'accounts' | 'closing' | 'log'> &
  Readonly<{ review: Pick<ConsoleParts['review'], 'version'> }>
type Stream = Readonly<{ token: string; until: number; sink: ReadableStreamDefaultController<Uint8Array> }>

const LOOK_MS = 2000
/** Looks between two signs of life, with which the sessions are asked after. */
const SIGN_OF_LIFE = 5
const LONGEST_MS = 3_600_000
const MOST = 300
// A browser opens six connections to one server: tabs of one person must leave some for pages.
const MOST_EACH = 3

const HEADERS = {
  'Content-Type': 'text/event-stream; charset=utf-8',
  // Or a proxy keeps the words until there are many.
  'X-Accel-Buffering': 'no',
}

const bytes = (words: string): Uint8Array => new TextEncoder().encode(words)

class Streams {
  readonly #open = new Set<Stream>()
  readonly #parts: Parts
  readonly #lookMs: number
  #timer: NodeJS.Timeout | undefined
  #version = ''
  #looks = 0

  constructor(parts: Parts, lookMs: number) {
    this.#parts = parts
    this.#lookMs = lookMs
    parts.closing?.addEventListener('abort', () => {
      for (const stream of this.#open) this.#end(stream)
    })
  }

  async add(token: string): Promise<Response> {
    if (this.#open.size >= MOST || this.#parts.closing?.aborted)
      return new Response('', { status: 503, headers: { 'Retry-After': '60' } })
    const own = [...this.#open].filter((stream) => stream.token === token)
    for (const oldest of own.slice(0, Math.max(0, own.length - MOST_EACH + 1))) this.#end(oldest)
    const version = await this.#parts.review.version()
    let stream: Stream | undefined
    const body = new ReadableStream<Uint8Array>({
      start: (sink) => {
        stream = { token, until: Date.now() + LONGEST_MS, sink }
        this.#open.add(stream)
        sink.enqueue(bytes(`retry: 5000\n\n${said(version)}`))
      },
      cancel: () => {
        if (stream) this.#forget(stream)
      },
    })
    this.#timer ??= setInterval(() => this.#look(), this.#lookMs).unref()
    return new Response(body, { headers: HEADERS })
  }

  async #look(): Promise<void> {
    try {
      const version = await this.#parts.review.version()
      if (version !== this.#version) this.#say(said(version))
      this.#version = version
      if (++this.#looks % SIGN_OF_LIFE === 0) await this.#askAfter()
    } catch (error) {
      this.#parts.log.error('taskFailed', { task: 'list events' }, error)
    }
  }

  #say(words: string): void {
    for (const stream of this.#open) stream.sink.enqueue(bytes(words))
  }

  /** Whose session is over hears no more. */
  async #askAfter(): Promise<void> {
    for (const token of new Set([...this.#open].map((stream) => stream.token))) {
      const account = await this.#parts.accounts.session(token)
      for (const stream of this.#open)
        if (stream.token === token && (!account || stream.until < Date.now())) this.#end(stream)
    }
    this.#say(': \n\n')
  }

  #end(stream: Stream): void {
    this.#forget(stream)
    stream.sink.close()
  }

  #forget(stream: Stream): void {
    this.#open.delete(stream)
    if (this.#open.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}

const said = (version: string): string => `event: list\ndata: ${version}\n\n`

/** Opens a stream for a session. */
export const openEvents = (parts: Parts, lookMs = LOOK_MS): ((token: string) => Promise<Response>) => {
  const streams = new Streams(parts, lookMs)
  return (token) => streams.add(token)
}
