import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { openStore, StoreUnusable } from '../../src/store/store.ts'
import { freshFolder, optionsFor } from './house.ts'
import { claim, delivered, keep, notice, START } from './mail.ts'
import { freePort, MASTER_KEY, RedisServer, SAFE } from './redis-server.ts'

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
      /cannot be read \(there is no such file\)/,
    )
    expect(await problem('redis://127.0.0.1:1/0', { sentinelPasswordFile: word() })).toMatch(/redis\+sentinel/)
    expect(await problem('redis://u@127.0.0.1:1/0', { passwordFile: word() })).toMatch(/cannot be reached/)
  })
  test('certificates', async () => {
    expect(await problem('redis://127.0.0.1:1/0', { caFile: word() })).toMatch(/without TLS/)
    expect(await problem('rediss://127.0.0.1:1/0', { certFile: word() })).toMatch(/both/)
  })
})

describe.skipIf(!has('redis-server') || !has('openssl'))(
  'over TLS with a client certificate, as a user with few rights',
  () => {
    test('everything works with the rights of docs/REDIS.md; without certificate or password nothing does', async () => {
      const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
      const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-days', '2']
      const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert, ...subject]
      execFileSync('openssl', make, { stdio: 'ignore' })
      const port = await freePort()
      const files = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', cert]
      const server = await RedisServer.start([
        ...SAFE,
        '--tls-port',
        String(port),
        '--tls-auth-clients',
        'yes',
        ...files,
      ])
      const rights = ['~{mailsluis}:*', '+@all', '-@dangerous', '+config|get', '+info', '+bgrewriteaof']
      await server.command('acl', 'setuser', 'mailsluis', 'on', '>GEHEIMWOORD', ...rights)
      const url = `rediss://mailsluis@localhost:${port}/0`
      const redis = { ...server.options().redis, passwordFile: join(folder, 'word'), caFile: cert }
      expect(await problem(url, { caFile: cert })).toMatch(/passwordFile too/)
      expect(await problem(url, { ...redis, caFile: undefined })).toMatch(/not trusted/)
      // The alert of the server, or the end of the connection: whichever comes first.
      expect(await problem(url, redis)).toMatch(/cannot be reached|certFile and keyFile/)
      const all = { ...redis, certFile: cert, keyFile: key }
      const store = await openStore(server.options({ url, redis: all }), { now: () => START })
      await keep(store, { 'a@x.example': 'stopped' }, { raw: Buffer.alloc(2_000_000, 'x'), notices: [notice('x')] })
      for (const job of await claim(store, 'q', START)) await store.finish(job, 'q', delivered(job), [], [])
      await store.put('session', { key: 's', value: 1, expires: START })
      expect(await store.take('session', 's')).toBeUndefined()
      await store.audit({ at: START, event: 'signIn', actor: 'an', ref: '', detail: '' })
      expect(await store.sweep(START)).toBe(1)
      await store.check()
      await store.close()
      await server.dispose()
    })
  },
)
