import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { openStore, type Store, StoreFull, StoreUnusable } from '../../src/store/store.ts'
import {
  claim,
  delivered,
  head,
  keep,
  LARGE_IN_MEMORY,
  notice,
  receive,
  START,
  settlement,
  text,
  write,
} from './mail.ts'
import { freePort, MASTER_KEY, openRedisHouse, RedisServer } from './redis-server.ts'

const until = async (holds: () => Promise<boolean>): Promise<void> => {
  for (let tries = 0; tries < 1200; tries += 1) {
    if (await holds().catch(() => false)) return
    await pause(25)
  }
  throw new Error('It did not come about within half a minute.')
}

/** Many messages, one after the other, on a machine that may be busy. */
const PATIENCE = { timeout: 120_000 }

describe.skipIf(!has('redis-server'))('the Redis store', PATIENCE, () => {
  let server: RedisServer
  let store: Store
  beforeEach(async () => {
    server = await RedisServer.start()
    store = (await openRedisHouse(server)).store
  })
  afterEach(async () => {
    await store.close()
    await server.dispose()
  })

  const onDisk = (): Buffer =>
    execFileSync('find', [server.folder, '-type', 'f', '-exec', 'cat', '{}', '+'], {
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'ignore'],
    })

  describe('when Redis is killed', () => {
    /** Commits as fast as it can until the store refuses; answers what was promised. */
    const burst = async (worker: number, promised: Map<string, Buffer>): Promise<unknown> => {
      for (let n = 0; ; n += 1) {
        const raw = Buffer.alloc([60, 9_000, 70_000, 1_200_000][n % 4]!, `${worker}.${n} `)
        try {
          promised.set(await receive(store, raw), raw)
        } catch (error) {
          return error
        }
      }
    }

    test('all that was promised is there after it, and work goes on by itself', async () => {
      const promised = new Map<string, Buffer>()
      for (const most of [20, 60, 120]) {
        const workers = [1, 2, 3, 4, 5, 6].map((worker) => burst(worker, promised))
        await until(async () => promised.size >= most)
        await server.kill()
        for (const error of await Promise.all(workers)) expect(error).toBeInstanceOf(StoreUnusable)
        await expect(store.counts()).rejects.toThrow('cannot be reached')
        await server.start()
        await until(async () => (await store.counts()).received >= promised.size)
        for (const [id, raw] of promised) expect((await store.body(id)).equals(raw)).toBe(true)
      }
      // Nothing that was not promised is half there.
      const there = await store.list({ limit: 10_000 })
      expect(there).toHaveLength((await store.counts()).received)
      for (const mail of there) expect(await store.body(mail.id)).toHaveLength(mail.head.size)
      await receive(store)
    })

    test('one that hangs is one that is away; it is taken up again when it answers', async () => {
      const pid = Number(/process_id:([0-9]+)/.exec(String(await server.command('info', 'server')))?.[1])
      process.kill(pid, 'SIGSTOP')
      await expect(receive(store)).rejects.toBeInstanceOf(StoreUnusable)
      process.kill(pid, 'SIGCONT')
      await until(async () => (await receive(store)) !== '')
    })

    test('one that comes back empty gets no new mail', async () => {
      await receive(store)
      await server.kill()
      rmSync(join(server.folder, 'appendonlydir'), { recursive: true })
      await server.start()
      await until(async () => {
        const error = await store.counts().catch((reason: unknown) => reason)
        return error instanceof StoreUnusable && error.message.includes('without the store')
      })
      await expect(receive(store)).rejects.toThrow('without the store')
    })
  })

  test('when its memory is full: new mail is refused, what is kept ends, and then there is room again', async () => {
    const used = Number(/used_memory:([0-9]+)/.exec(String(await server.command('info', 'memory')))?.[1])
    for (const [size, more] of [
      [9_000, 2_000_000],
      [300_000, 6_000_000],
      [1_500_000, 14_000_000],
    ] as const) {
      await server.command('config', 'set', 'maxmemory', String(used + more))
      const kept = new Map<string, Buffer>()
      const fill = async (): Promise<unknown> => {
        for (;;) {
          const raw = randomBytes(size)
          try {
            kept.set(await keep(store, { 'a@x.example': 'waiting' }, { raw, notices: [] }), raw)
          } catch (error) {
            return error
          }
        }
      }
      expect(await fill()).toBeInstanceOf(StoreFull)
      expect(kept.size).toBeGreaterThan(2)
      for (const [id, raw] of kept) expect((await store.body(id)).equals(raw)).toBe(true)
      expect(await store.put('session', { key: 's', value: 1, expires: 0 })).toBe(true)
      await store.claimReceived('judge', START + 99 * 60_000, 60_000, 100)
      for (const { id } of await store.list({ state: 'received', limit: 100 }))
        await store.settle(id, 'judge', settlement({ 'a@x.example': 'waiting' }))
      for (let jobs = await claim(store, 'q', START, 100); jobs.length > 0; jobs = await claim(store, 'q', START, 100))
        for (const job of jobs) {
          const told = job.head.kind === 'mail' ? [notice('klaar')] : []
          expect(await store.finish(job, 'q', delivered(job), told, [])).toBe(true)
        }
      expect(await store.counts()).toMatchObject({ received: 0, waiting: 0 })
      await until(async () => (await receive(store)) !== '')
      for (const { id } of await store.list({ state: 'received', limit: 9 }))
        await store.settle(id, 'door', settlement({}))
    }
  })

  test('memory that runs full while messages come in: none of them is kept, and the next one is when there is room', async () => {
    const claimed = { joinKey: 'k', owner: 'door', leaseMs: 60_000 }
    const coming = await Promise.all([500, 300_000, 3_000_000].map((size) => write(store, randomBytes(size))))
    await server.command('config', 'set', 'maxmemory', '1')
    for (const intake of coming) await expect(intake.commit(head(), claimed)).rejects.toBeInstanceOf(StoreFull)
    await server.command('config', 'set', 'maxmemory', '0')
    expect(await store.list({ limit: 9 })).toEqual([])
    expect(await server.command('keys', '*:body:*')).toEqual([])
    await until(async () => (await receive(store)) !== '')
  })

  test('with less memory left than the reserve no new mail is taken', async () => {
    await server.command('config', 'set', 'maxmemory', '50000000')
    const careful = await openStore(server.options({ minFreeBytes: 60_000_000 }))
    await expect(careful.intake()).rejects.toBeInstanceOf(StoreFull)
    await expect(careful.check()).rejects.toBeInstanceOf(StoreFull)
    await careful.enqueue(notice('mag nog'))
    await careful.close()
  })

  test('more than maxBytes is refused, also by many at once', async () => {
    const small = await openStore(server.options({ maxBytes: 300_000 }))
    const answers = await Promise.allSettled([1, 2, 3, 4].map(() => receive(small, randomBytes(100_000))))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    expect(answers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { name: 'StoreFull' } })
    await small.close()
  })

  test('nothing of a message, a record or the audit stands in clear in Redis or its file', async () => {
    const raw = Buffer.concat([text('GEHEIMONDERWERP'), Buffer.from('GEHEIMETEKST '.repeat(4))])
    const verdict = { ...settlement({}).verdict, subject: 'GEHEIMONDERWERP', decision: { because: 'GEHEIMEREDEN' } }
    const more = { raw, verdict, notices: [notice('GEHEIMBERICHT')], keepUntil: START + 9 }
    const sent = await keep(store, { 'geheim.ouder@x.example': 'waiting' }, more)
    const held = await keep(store, { 'geheim.ouder@x.example': 'held' }, { raw: Buffer.alloc(200_000, raw), verdict })
    for (const job of await claim(store, 'q', START)) {
      const results = delivered(job).map((one) => ({ ...one, reply: '250 GEHEIMANTWOORD' }))
      await store.finish(job, 'q', results, [], [])
    }
    const history = { at: START, event: 'released', by: 'GEHEIMEPERSOON' }
    await store.move(held, { from: 'held', to: 'waiting', history, notices: [], body: Buffer.alloc(300_000, raw) })
    const half = await write(store, Buffer.alloc(LARGE_IN_MEMORY + 3_000_000, raw))
    await store.put('remedy', { key: 'GEHEIMETOKEN', value: 'GEHEIMEWAARDE', expires: 0 })
    await store.audit({ at: START, event: 'signIn', actor: 'GEHEIMEPERSOON', ref: sent, detail: 'GEHEIMDETAIL' })
    const bytes = onDisk()
    expect(bytes.includes(sent)).toBe(true)
    expect(bytes.length).toBeGreaterThan(2_400_000)
    for (const secret of ['GEHEIM', 'geheim.ouder', 'an.peeters', Buffer.from('GEHEIM').toString('base64').slice(0, 7)])
      expect(bytes.includes(secret)).toBe(false)
    expect(bytes.includes(MASTER_KEY)).toBe(false)
    await half.abort()
  })

  test('what was destroyed is soon nowhere in the file of Redis', async () => {
    await keep(store, { 'a@x.example': 'stopped' }, { keepUntil: START })
    // The only content key of 60 bytes: 12 of nonce, 32 of key, 16 of tag.
    const [id] = (await store.list({ limit: 1 })).map((mail) => mail.id)
    const before = onDisk()
    const at = before.indexOf('content_key\r\n$60\r\n')
    const key = before.subarray(at + 'content_key\r\n$60\r\n'.length).subarray(0, 60)
    expect(at).toBeGreaterThan(0)
    expect(onDisk().includes(key)).toBe(true)
    expect(await store.sweep(START)).toBe(1)
    await until(async () => !onDisk().includes(key))
    expect(await store.mail(id!)).toMatchObject({ hasBody: false })
  })

  test('every key bears the one hash tag, and the store works on a node of a Cluster', async () => {
    await store.close()
    await server.dispose()
    server = await RedisServer.start(['--appendonly', 'yes', '--appendfsync', 'always', '--cluster-enabled', 'yes'])
    await server.command('cluster', 'addslotsrange', '0', '16383')
    await until(async () => String(await server.command('cluster', 'info')).includes('cluster_state:ok'))
    store = await openStore(server.options(), { now: () => START })
    const raw = randomBytes(1_500_000)
    const id = await keep(store, { 'a@x.example': 'held', 'b@x.example': 'waiting' }, { raw, notices: [notice('x')] })
    for (const job of await claim(store, 'q', START)) await store.finish(job, 'q', delivered(job), [notice('y')], [])
    await store.put('session', { key: 's', value: 1, expires: START + 1 })
    await store.audit({ at: START, event: 'signIn', actor: 'an', ref: '', detail: '' })
    expect((await store.body(id)).equals(raw)).toBe(true)
    const keys = (await server.command('keys', '*')) as string[]
    expect(keys.length).toBeGreaterThan(15)
    expect(keys.filter((key) => !key.startsWith('{mailsluis}:'))).toEqual([])
    await store.sweep(START + 1)
  })

  describe('a body that was changed from outside', () => {
    const body = (id: string) => `{mailsluis}:body:${id}`
    const DAMAGES: readonly [string, (id: string) => Promise<unknown>][] = [
      ['is gone', (id) => server.command('del', body(id))],
      ['lost its end', (id) => server.command('rpop', body(id))],
      ['lost its start', (id) => server.command('lpop', body(id))],
      ['has two pieces swapped', (id) => server.command('lmove', body(id), body(id), 'LEFT', 'RIGHT')],
    ]
    test.each(DAMAGES)('%s: a clear error, and the others work', async (_what, damage) => {
      const [id, other] = [await receive(store, randomBytes(300_000)), await receive(store, randomBytes(300_000))]
      await damage(id)
      await expect(store.body(id)).rejects.toThrow(/damaged/)
      expect(await store.body(other)).toHaveLength(300_000)
    })

    test('the row of one message does not open as that of another', async () => {
      const [id, other] = [await receive(store), await receive(store)]
      await server.command('copy', `{mailsluis}:mail:${id}`, `{mailsluis}:mail:${other}`, 'REPLACE')
      await expect(store.mail(other)).rejects.toThrow(/damaged/)
      expect((await store.list({ limit: 9 })).map((mail) => mail.id)).toEqual([id])
    })

    test('half a message that nobody names goes by itself; a whole one stays', async () => {
      for (const size of [500, 300_000, 3_000_000])
        expect(await server.command('pttl', body(await receive(store, randomBytes(size))))).toBe(-1)
      const remedy = { from: 'held', to: 'waiting', history: { at: 1, event: 'x', by: 'y' }, notices: [] } as const
      const changed = await keep(store, { 'a@x.example': 'held' })
      await store.move(changed, { ...remedy, body: randomBytes(300_000) })
      await store.enqueue({ ...notice('groot'), raw: randomBytes(300_000) })
      const bodies = (await server.command('keys', '*:body:*')) as string[]
      expect(bodies).toHaveLength(5)
      for (const key of bodies) expect(await server.command('pttl', key)).toBe(-1)

      const intake = await write(store, randomBytes(LARGE_IN_MEMORY + 3_000_000))
      const left = Number(await server.command('pttl', body(intake.id)))
      expect(left).toBeGreaterThan(0)
      expect(left).toBeLessThanOrEqual(3_600_000)
      await server.command('del', body(intake.id))
      const claimed = { joinKey: 'k', owner: 'door', leaseMs: 1 }
      await expect(intake.commit(head(), claimed)).rejects.toThrow(/damaged/)
      expect(await store.mail(intake.id)).toBeUndefined()
    })
  })

  describe('refuses to open', () => {
    const refused = async (options: Parameters<typeof openStore>[0], words: RegExp): Promise<void> => {
      const keys = await server.command('dbsize').catch(() => undefined)
      const error = await openStore(options).then(
        (opened) => opened.close(),
        (reason: unknown) => reason,
      )
      expect(error).toBeInstanceOf(StoreUnusable)
      expect(String(error)).toMatch(words)
      expect(await server.command('dbsize').catch(() => undefined)).toBe(keys)
    }

    test('with another master key, a broken one, or none', async () => {
      const id = await receive(store)
      const { masterKey: _right, ...none } = server.options()
      await refused(server.options({ masterKey: randomBytes(32).toString('base64') }), /another master key/)
      await refused(server.options({ masterKey: 'kort' }), /32 bytes/)
      await refused(none, /all need its master key/)
      await refused({ ...none, masterKeyFile: join(server.folder, 'elders.key') }, /is not there/)
      const file = join(server.folder, 'gedeeld.key')
      writeFileSync(file, MASTER_KEY)
      const other = await openStore({ ...none, masterKeyFile: file })
      expect(await other.body(id)).toEqual(text('uitstap'))
      await other.close()
    })

    test.each([
      ['maxmemory-policy', 'allkeys-lru', /maxmemory-policy noeviction/],
      ['maxmemory-policy', 'volatile-ttl', /maxmemory-policy noeviction/],
      ['appendonly', 'no', /appendonly yes/],
    ])('with %s %s, unless told so in so many words', async (name, value, words) => {
      await server.command('config', 'set', name, value)
      await refused(server.options(), words)
      await expect(store.check()).rejects.toThrow(words)
      const daring = await openStore(server.options({ acceptLoss: true }))
      await receive(daring)
      await daring.close()
    })

    test('where nobody is, at a wrong address, or in a newer store', async () => {
      await refused(server.options({ url: 'redis://127.0.0.1:1/0' }), /cannot be reached/)
      await refused(server.options({ url: 'redis://127.0.0.1/nul' }), /redis:\/\/host:port\/number/)
      await refused(server.options({ url: 'redis://' }), /redis:\/\/host:port\/number/)
      await server.command('hset', '{mailsluis}:meta', 'format', '99')
      await refused(server.options(), /newer release/)
    })

    test.skipIf(!has('openssl'))('over TLS, where nobody vouches for the certificate', async () => {
      const port = await freePort()
      const [key, certificate] = ['key.pem', 'cert.pem'].map((name) => join(server.folder, name)) as [string, string]
      const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-days', '2']
      const make = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, ...subject]
      execFileSync('openssl', make, { stdio: 'ignore' })
      for (const [name, value] of [
        ['tls-cert-file', certificate],
        ['tls-key-file', key],
        ['tls-ca-cert-file', certificate],
        ['tls-auth-clients', 'no'],
        ['tls-port', String(port)],
      ] as const)
        await server.command('config', 'set', name, value)
      const url = `rediss://localhost:${port}/0`
      await refused(server.options({ url }), /certificate of Redis is not trusted/)
      const script = `import { openStore } from ${JSON.stringify(import.meta.resolve('../../src/store/store.ts'))}
        const store = await openStore(JSON.parse(process.argv[1]))
        console.log((await store.counts()).received)
        await store.close()`
      const args = ['--input-type=module', '-e', script, JSON.stringify(server.options({ url }))]
      const env = { ...process.env, NODE_EXTRA_CA_CERTS: certificate }
      await receive(store)
      expect(execFileSync(process.execPath, args, { env, encoding: 'utf8' })).toBe('1\n')
    })

    test('without the right password, and never says it', async () => {
      await server.command('acl', 'setuser', 'default', '>GEHEIMWOORD', 'resetpass', '>GEHEIMWOORD')
      const url = (user: string) => `redis://${user}127.0.0.1:${server.port}/0`
      await refused(server.options({ url: url('') }), /password/)
      await refused(server.options({ url: url(':FOUTWOORD@') }), /^(?!.*FOUTWOORD).*password/)
      const right = await openStore(server.options({ url: url(':GEHEIMWOORD@') }))
      await receive(right)
      await right.close()
    })
  })

  test('a log synced once a second is said, not refused', async () => {
    const said: unknown[] = []
    const log = { info: () => {}, warn: (...words: unknown[]) => said.push(words), error: () => {} }
    await server.command('config', 'set', 'maxmemory', '50000000')
    await (await openStore(server.options(), { log })).close()
    expect(said).toEqual([])
    await server.command('config', 'set', 'appendfsync', 'everysec')
    await (await openStore(server.options(), { log })).close()
    expect(said).toEqual([['storeTrouble', { reason: expect.stringContaining('once a second') }]])
  })

  test.each([
    [600_000, '600 seconds ahead of'],
    [-7_200_000, '7200 seconds behind'],
  ])('a clock that is %i ms from that of Redis is said', async (ms, words) => {
    const said: unknown[] = []
    const log = { info: () => {}, warn: (...told: unknown[]) => said.push(told), error: () => {} }
    await server.command('config', 'set', 'maxmemory', '50000000')
    await (await openStore(server.options(), { log, now: () => Date.now() + ms })).close()
    expect(said).toEqual([['storeTrouble', { reason: expect.stringContaining(words) }]])
  })
})
