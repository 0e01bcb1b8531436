import { writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore, StoreUnusable } from '../../src/store/store.ts'
import { freshFolder, optionsFor } from './house.ts'
import { MASTER_KEY } from './redis-server.ts'

let folder: string
beforeAll(async () => {
  folder = await freshFolder()
  writeFileSync(join(folder, 'word'), 'GEHEIMWOORD\n')
})
afterAll(() => rm(folder, { recursive: true }))

const problem = async (url: string, redis: Readonly<Record<string, unknown>> = {}): Promise<string> => {
  const error = await openStore(optionsFor(folder, { url, masterKey: MASTER_KEY, redis: redis as never })).then(
    (store) => store.close(),
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(StoreUnusable)
  expect(String(error)).not.toContain('GEHEIM')
  return String(error)
}

describe('an address of Redis that makes no sense is refused with the right form', () => {
  test.each([
    ['redis://'],
    ['redis://127.0.0.1:99999/0'],
    ['redis://127.0.0.1/nul'],
    ['redis://127.0.0.1/0/1'],
    ['redis://127.0.0.1/0?db=1'],
    ['redis://a:1,b:2/0'],
    ['redis://u:GEHEIM%ZZ@127.0.0.1/0'],
    ['redis://:GEHEIM@@127.0.0.1/0'],
  ])('%s', async (url) => {
    expect(await problem(url)).toMatch(/redis:\/\/host:port\/number \(rediss/)
  })
  test.each([
    ['redis+sentinel://a:1,b:2'],
    ['redis+sentinel://a:1,b:2/0/mailsluis'],
    ['redis+sentinel://a:1,,b:2/mailsluis'],
    ['rediss+sentinel://a:1/mail sluis/0'],
  ])('%s', async (url) => {
    expect(await problem(url)).toMatch(/redis\+sentinel:\/\/host:port,host:port\/group\/number/)
  })
  test.each([['redis+cluster://a:1,b:2/3'], ['redis+cluster://a:b'], ['rediss+cluster:///0']])('%s', async (url) => {
    expect(await problem(url)).toMatch(/redis\+cluster:\/\/host:port,host:port|redis:\/\/host/)
  })
})

describe('options that contradict each other are named', () => {
  const word = () => join(folder, 'word')
  test('passwords', async () => {
    const both = { password: 'GEHEIM', passwordFile: word() }
    expect(await problem('redis://127.0.0.1:1/0', both)).toMatch(/passwordFile, not both/)
    expect(await problem('redis://u:GEHEIM@127.0.0.1:1/0', { passwordFile: word() })).toMatch(/given twice/)
    expect(await problem('redis://u@127.0.0.1:1/0')).toMatch(/passwordFile too/)
    expect(await problem('redis://127.0.0.1:1/0', { passwordFile: '/elders/word' })).toMatch(
      /cannot be read \(ENOENT\)/,
    )
    expect(await problem('redis://127.0.0.1:1/0', { sentinelPasswordFile: word() })).toMatch(/redis\+sentinel/)
    expect(await problem('redis://u@127.0.0.1:1/0', { passwordFile: word() })).toMatch(/cannot be reached/)
  })
  test('certificates', async () => {
    expect(await problem('redis://127.0.0.1:1/0', { caFile: word() })).toMatch(/without TLS/)
    expect(await problem('rediss://127.0.0.1:1/0', { certFile: word() })).toMatch(/both/)
  })
})
