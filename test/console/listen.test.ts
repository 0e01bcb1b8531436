/** Over real HTTP: readiness as an orchestrator sees it, and an end that does not wait for idle browsers. */
import { connect } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Console, openConsole } from '../../src/console/console.ts'
import { openWindow, type Window } from './house.ts'

const TROUBLE = 'policies/eigen.yaml:12:3: unknown outcome'
let house: Window
let opened: Console
beforeEach(async () => {
  house = await openWindow({ troubles: [TROUBLE] })
  opened = await openConsole(house.parts)
})
afterEach(async () => {
  await opened.close()
  await house.close()
})

const ready = async (url: string) => {
  const answer = await fetch(`${url}/readyz`)
  return { status: answer.status, ...((await answer.json()) as object) }
}

test('is alive', async () => {
  const answer = await fetch(`${opened.url}/healthz`)
  expect([answer.status, await answer.text()]).toEqual([200, 'ok'])
})

test('is ready though a file is broken: the one before it is in force', async () => {
  expect(await ready(opened.url)).toEqual({ status: 200, ready: true, warnings: [TROUBLE] })
})

test('is not ready when the store cannot be used, or the door is shut', async () => {
  const store = { ...house.store, check: () => Promise.reject(new Error('The store cannot be written.')) }
  const broken = await openConsole({ ...house.parts, store, door: { ports: [] } })
  try {
    const answer = await ready(broken.url)
    expect(answer).toMatchObject({ status: 503, ready: false })
    expect(answer).toHaveProperty('reasons', ['The SMTP door is not open.', 'The store cannot be written.'])
  } finally {
    await broken.close()
  }
})

test('signs in and decides over HTTP', async () => {
  const { email, password } = await house.account('Griet')
  const id = await house.hold()
  const headers = { origin: opened.url }
  const post = (path: string, fields: Record<string, string>, more = {}) =>
    fetch(opened.url + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
      headers: { ...headers, ...more },
    })
  const cookie = (await post('/sign-in', { email, password })).headers.get('set-cookie')!.split(';')[0]!
  const text = await (await fetch(`${opened.url}/held/${id}`, { headers: { cookie } })).text()
  const seal = /name="seal" value="([^"]+)"/.exec(text)![1]!
  const answer = await post(`/held/${id}/release`, { seal, recipient: 'ouder@ouder.example' }, { cookie })
  expect(answer.status).toBe(303)
  await house.finish()
  expect(await house.fates(id)).toEqual(['waiting'])
})

test('closes although a browser keeps its connection', async () => {
  const socket = connect(opened.port, '127.0.0.1')
  await new Promise((resolve) => socket.once('connect', resolve))
  const gone = new Promise((resolve) => socket.once('close', resolve))
  socket.on('error', () => {})
  await opened.close()
  await gone
  await expect(fetch(`${opened.url}/healthz`)).rejects.toThrow()
  opened = await openConsole(house.parts)
})

test('a taken port is told in words', async () => {
  const options = { ...house.parts.options, port: opened.port }
  await expect(openConsole({ ...house.parts, options })).rejects.toThrow(
    `console: cannot listen on 127.0.0.1 port ${opened.port} (EADDRINUSE)`,
  )
})
