/** Rules published through the store: every server on it judges by them at once; broken ones reach nobody. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { MASTER_KEY, RedisServer } from '../store/redis-server.ts'
import { events, newFolder, readiness, remove, runCommand, type Started, start, until, write } from './running.ts'

const CONFIG = join(import.meta.dirname, '../../config')
const TEACHER = 'els.vandenbroeck@devlonder.example'
const GROUP = 'leerkrachten@devlonder.example'

let count = 0

/** A group in To: returned by the demo school's pack, forwarded where the rule is off. */
const outcomeAt = async (gateway: Started): Promise<unknown> => {
  const id = `groep-${++count}`
  const raw = `From: Els <${TEACHER}>\r\nTo: ${GROUP}\r\nSubject: Taart\r\nMessage-ID: <${id}@devlonder.example>\r\n\r\nEr is taart.\r\n`
  const [, mailId] = /Safe as (\S+)/.exec(await gateway.submit({ from: TEACHER, to: GROUP, raw })) ?? []
  const judged = () => events(gateway, 'mailJudged').find((event) => event.id === mailId)
  await until(() => judged() !== undefined, gateway.output)
  return judged()?.outcome
}

/** Where somebody keeps the files: packs and directory of the demo school, to be changed. */
const office = () => {
  const folder = newFolder()
  cpSync(join(CONFIG, 'policies'), join(folder, 'policies'), { recursive: true })
  cpSync(join(CONFIG, 'demo/directory.json'), join(folder, 'directory.json'))
  const config = 'directory: {file: directory.json}\npolicy: {folder: policies}\n'
  const pack = join(folder, 'policies/moretus-ekeren.yaml')
  const edit = (change: (text: string) => string) => writeFileSync(pack, change(readFileSync(pack, 'utf8')))
  return { folder, settings: { MAILSLUIS_CONFIG: write(folder, 'lock.yaml', config) }, edit }
}

const inForceAt = async (gateway: Started): Promise<unknown> => ((await readiness(gateway)) as { rules?: number }).rules

describe.skipIf(!has('redis-server'))('three servers on one Redis', () => {
  const desk = office()
  let redis: RedisServer
  let shared: Record<string, string>
  const nodes: Started[] = []
  const publish = () => runCommand(desk.folder, { ...shared, ...desk.settings }, 'policy', 'publish')
  const startNode = async () => {
    const node = await start({ ...shared, MAILSLUIS_POLICY_FROM: 'store' })
    nodes.push(node)
    return node
  }
  beforeAll(async () => {
    redis = await RedisServer.start()
    shared = { MAILSLUIS_STORE: `redis://127.0.0.1:${redis.port}/0`, MAILSLUIS_MASTER_KEY: MASTER_KEY }
  })
  afterAll(async () => {
    for (const node of nodes) {
      await node.kill()
      remove(node.folder)
    }
    await redis.dispose()
    remove(desk.folder)
  })

  test('without a publication a server that wants one says so and does not start', async () => {
    const { code, err } = await runCommand(desk.folder, { ...shared, MAILSLUIS_POLICY_FROM: 'store' }, 'serve')
    expect([code, err]).toEqual([2, expect.stringContaining('mailsluis policy publish')])
  })

  test('all judge by what is published, from one version to the next, whoever starts when', async () => {
    const first = await publish()
    expect(first).toMatchObject({ code: 0, out: expect.stringContaining('Published version 1 is in force') })
    await Promise.all([startNode(), startNode()])
    expect(await Promise.all(nodes.map(outcomeAt))).toEqual(['bounce', 'bounce'])

    desk.edit((text) => text.replace(/^rules:$/m, 'rules:\n  group-address-visible: {mode: off}'))
    expect((await publish()).out).toContain('Published version 2 is in force')
    const published = Date.now()
    await until(
      async () => (await Promise.all(nodes.map(inForceAt))).every((version) => version === 2),
      () => nodes.map((node) => node.output()).join('\n'),
    )
    // Half a second between two looks; the rest is for a busy machine.
    expect(Date.now() - published).toBeLessThan(10_000)
    const late = await startNode()
    expect(await inForceAt(late)).toBe(2)
    expect(await Promise.all(nodes.map(outcomeAt))).toEqual(['forward', 'forward', 'forward'])
  }, 120_000)

  test('a broken file reaches nobody; the same rules again are no new version', async () => {
    desk.edit((text) => `${text}\nrules: kapot\n`)
    expect(await publish()).toMatchObject({ code: 2, err: expect.stringContaining('moretus-ekeren.yaml') })
    desk.edit((text) => text.replace('\nrules: kapot\n', ''))
    expect(await publish()).toMatchObject({ code: 0, out: expect.stringContaining('Nothing changed') })
    expect(await Promise.all(nodes.map(inForceAt))).toEqual([2, 2, 2])
  }, 120_000)

  test('who published what is in the audit log; lint and doctor say what is in force', async () => {
    const [node] = nodes as [Started]
    const entries = (await node.cli('audit', 'export')).out
      .split('\n')
      .filter((text) => text.includes('rules-published'))
    expect(entries).toHaveLength(2)
    expect(entries[1]).toMatch(/on the command line.*version 2.*SHA-256 [0-9a-f]{64}/)
    expect((await node.cli('policy', 'lint')).out).toContain('Published version 2 is in force')
    const { out } = await node.cli('doctor')
    expect(out).toContain('published as version 2')
    // A node that has its rules from the store has no files to look for domains in.
    expect(out).toMatch(/^ok {4}calendar: holidays are known: Vlaanderen/m)
  }, 120_000)

  test('nothing of the directory stands in clear in Redis', async () => {
    const keys = (await redis.command('keys', '*')) as string[]
    const dumps = await Promise.all(keys.map((key) => redis.command('dump', key)))
    expect(dumps.length).toBeGreaterThan(5)
    for (const dump of [...keys, ...dumps]) expect(String(dump)).not.toContain('vandenbroeck')
  })
})

test('two processes on one embedded store take the published rules too', async () => {
  const desk = office()
  const settings = { ...desk.settings, MAILSLUIS_POLICY_FROM: 'store', MAILSLUIS_PROCESSES: '2' }
  const publish = () => runCommand(desk.folder, settings, 'policy', 'publish')
  await publish()
  const gateway = await start(settings, desk.folder)
  try {
    desk.edit((text) => text.replace(/^rules:$/m, 'rules:\n  group-address-visible: {mode: off}'))
    expect((await publish()).out).toContain('Published version 2')
    await until(
      () => events(gateway, 'policyLoaded').filter((event) => event.published === 2).length === 2,
      gateway.output,
    )
    expect(await outcomeAt(gateway)).toBe('forward')
  } finally {
    await gateway.kill()
    remove(desk.folder)
  }
}, 120_000)
