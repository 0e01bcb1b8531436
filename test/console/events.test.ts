/** Open lists hear that something changed, and no more; as long as their session and the console last. */
import { once } from 'node:events'
import { get as httpGet, type IncomingMessage } from 'node:http'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openConsole } from '../../src/console/console.ts'
import { openEvents } from '../../src/console/held/events.ts'
import { openWindow, type Window } from './house.ts'

let house: Window
beforeEach(async () => {
  house = await openWindow()
})
afterEach(() => house.close())

const open = (closing?: AbortSignal) => openEvents({ ...house.parts, ...(closing ? { closing } : {}) }, 5)

/** The words of a stream, one after the other; undefined at its end. */
const wordsOf = (answer: Response) => {
  const reader = answer.body!.getReader()
  let text = ''
  return {
    next: async (): Promise<string | undefined> => {
      for (;;) {
        const [found, word] = /event: list\ndata: (\S+)\n\n/.exec(text) ?? []
        if (found !== undefined) {
          text = text.slice(text.indexOf(found) + found.length)
          return word
        }
        const { done, value } = await reader.read()
        if (done) return undefined
        text += new TextDecoder().decode(value)
      }
    },
    leave: () => reader.cancel(),
  }
}

const another = async (words: ReturnType<typeof wordsOf>, than: string | undefined): Promise<string | undefined> => {
  for (;;) {
    const word = await words.next()
    if (word !== than) return word
  }
}

const signedIn = async (name = 'Griet') => {
  const { cookie } = await house.signIn(await house.account(name))
  return cookie.split('=')[1]!
}

describe('a stream', () => {
  test('tells the word of the list as it is, and another one when something changes', async () => {
    const events = open()
    const words = wordsOf(await events(await signedIn()))
    const first = await words.next()
    expect(first).toBe(await house.review.version())
    const id = await house.hold({ subject: 'Geheim' })
    const second = await another(words, first)
    expect(second).not.toContain(id)
    await house.review.claim(
      { name: 'x', email: 'x@school.example', roles: ['reviewer'], schools: [], categories: [] },
      id,
    )
    expect(await another(words, second)).toBe(await house.review.version())
    await words.leave()
  })

  test('ends with its session', async () => {
    const token = await signedIn()
    const words = wordsOf(await open()(token))
    await house.accounts.signOut(token)
    await expect(another(words, await words.next())).resolves.toBeUndefined()
  })

  test('ends with the console, and none begins after it', async () => {
    const closing = new AbortController()
    const events = open(closing.signal)
    const token = await signedIn()
    const words = wordsOf(await events(token))
    closing.abort()
    await expect(another(words, await words.next())).resolves.toBeUndefined()
    expect((await events(token)).status).toBe(503)
  })

  test('of one session there are three: a fourth ends the first', async () => {
    const events = open()
    const token = await signedIn()
    const streams = []
    for (let n = 0; n < 4; n++) streams.push(wordsOf(await events(token)))
    const [first, ...others] = streams
    await expect(another(first!, await first!.next())).resolves.toBeUndefined()
    await house.hold()
    for (const words of others) {
      expect(await another(words, await words.next())).toEqual(expect.any(String))
      await words.leave()
    }
  })

  test('of all there are three hundred', async () => {
    const events = open()
    const streams = []
    for (let n = 0; n < 300; n++) streams.push(wordsOf(await events(`token ${n}`)))
    expect((await events('one more')).status).toBe(503)
    await streams[0]!.leave()
    const late = await events('one more')
    expect(late.status).toBe(200)
    await Promise.all([...streams.slice(1), wordsOf(late)].map((words) => words.leave()))
  })
})

test('nobody listens without a session', async () => {
  expect((await house.app.request('/held/events')).headers.get('location')).toContain('/sign-in')
})

test('an open stream does not keep the console from closing', async () => {
  const console = await openConsole(house.parts)
  const { cookie } = await house.signIn(await house.account('Griet'))
  const request = httpGet(`${console.url}/held/events`, { headers: { cookie } })
  const [answer] = (await once(request, 'response')) as [IncomingMessage]
  expect(answer.headers['content-type']).toContain('text/event-stream')
  expect(answer.headers['cache-control']).toBe('no-store')
  await once(answer, 'data')
  // Were it cut off at last, it would not end but break.
  const ended = once(answer, 'end')
  await console.close()
  await ended
})
