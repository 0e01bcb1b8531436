/** Keys turned, backups made and restored from the command line, beside a running server under load. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  crlf,
  environment,
  newFolder,
  openSink,
  remove,
  runCommand,
  type Sink,
  type Started,
  start,
  until,
} from '../gateway/running.ts'

const TEACHER = 'els.vandenbroeck@devlonder.example'
const ROOT = join(import.meta.dirname, '../..')

let sink: Sink
let gateway: Started
let settings: Readonly<Record<string, string>>
beforeEach(async () => {
  sink = await openSink()
  settings = { MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}`, USER: 'ict' }
  gateway = await start(settings)
})
afterEach(async () => {
  await gateway.kill()
  await sink.close()
  remove(gateway.folder)
})

const send = (id: string, text = 'Vrijdag gaan we zwemmen.') =>
  gateway.submit({
    from: TEACHER,
    to: 'ouder@mail.example',
    raw: crlf(
      `From: Els <${TEACHER}>\nTo: ouder@mail.example\nSubject: Bericht ${id}\nMessage-ID: <${id}@devlonder.example>\n\n${text}\n`,
    ),
  })
const CARE = 'Leerling Noor uit 3A heeft ADHD en neemt sinds maandag Rilatine.'
const arrived = (id: string) => sink.delivered.filter((d) => d.from !== '' && d.raw.includes(`<${id}@`)).length

/** Mail comes in until `stop`, which answers how many were taken: each must arrive once. */
const load = () => {
  let on = true
  const sent: string[] = []
  const work = async (worker: number): Promise<void> => {
    for (let n = 0; on; n += 1) {
      const id = `last-${worker}-${n}`
      // Large ones lie in the spool folder.
      await send(id, n % 3 === 0 ? 'Een lange brief over het zwemmen. '.repeat(4000) : undefined)
      sent.push(id)
    }
  }
  const works = [work(0), work(1)]
  return {
    stop: async () => {
      on = false
      await Promise.all(works)
      await until(() => sent.every((id) => arrived(id) > 0), gateway.output, 30_000)
      expect(sent.filter((id) => arrived(id) !== 1)).toEqual([])
      return sent.length
    },
  }
}

const keyFile = () => join(gateway.folder, 'var/master.key')
const heldIds = async () => (await gateway.held()).map(({ id }) => id)

describe('vault rotate', () => {
  test('beside a server under load: nothing is lost, nothing stops, and the old key opens nothing', async () => {
    await send('bewaard', CARE)
    await until(async () => (await heldIds()).length === 1, gateway.output)
    const [held] = await heldIds()
    const before = readFileSync(keyFile(), 'utf8')
    const busy = load()
    const { code, out, err } = await gateway.cli('vault', 'rotate')
    expect([code, err]).toEqual([0, ''])
    expect(out).toContain('The old master key opens nothing in the store any more.')
    expect(await busy.stop()).toBeGreaterThan(3)
    const after = readFileSync(keyFile(), 'utf8')
    expect(after.trim().split('\n')).toHaveLength(1)
    expect(after).not.toBe(before)
    expect(gateway.output()).not.toContain('storeTrouble')
    const status = JSON.parse((await gateway.cli('vault', 'status', '--json')).out)
    expect(status).toMatchObject({ underWay: false, behind: 0 })
    expect((await gateway.cli('vault', 'status')).out).toMatch(/^Master key [0-9a-f]{8} is in force since 2/)
    // With the old key: said, and nothing touched.
    const old = await runCommand(
      gateway.folder,
      { ...settings, MAILSLUIS_STORE_MASTER_KEY: before.trim() },
      'held',
      'list',
    )
    expect([old.code, old.err]).toEqual([1, expect.stringContaining('another master key')])
    expect((await gateway.cli('held', 'release', held!)).code).toBe(0)
    await until(() => arrived('bewaard') === 1, gateway.output)
    const audit = (await gateway.cli('audit', 'export')).out
    for (const event of ['keys-rotated', 'master-key-retired']) expect(audit).toContain(`"${event}"`)
    expect((await gateway.cli('audit', 'verify')).code).toBe(0)
    expect(await gateway.stop()).toBe(0)
    gateway = await start(settings, gateway.folder)
    expect(await gateway.held()).toEqual([])
  }, 300_000)

  test('killed at any moment and run again', async () => {
    await send('bewaard', CARE)
    await until(async () => (await heldIds()).length === 1, gateway.output)
    const env = environment(gateway.folder, settings)
    for (const ms of [600, 1500, 4200]) {
      const child = spawn(process.execPath, [join(ROOT, 'src/main.ts'), 'vault', 'rotate'], {
        env,
        cwd: ROOT,
        stdio: 'ignore',
      })
      setTimeout(() => child.kill('SIGKILL'), ms)
      await once(child, 'exit')
      await send(`na-${ms}`)
      expect(await heldIds()).toHaveLength(1)
    }
    // The lock of the one that was killed lapses by itself.
    await until(async () => (await gateway.cli('vault', 'rotate')).code === 0, gateway.output, 120_000)
    expect(readFileSync(keyFile(), 'utf8').trim().split('\n')).toHaveLength(1)
    expect(JSON.parse((await gateway.cli('vault', 'status', '--json')).out)).toMatchObject({
      underWay: false,
      behind: 0,
    })
    for (const ms of [600, 1500, 4200]) await until(() => arrived(`na-${ms}`) === 1, gateway.output)
    expect(await heldIds()).toHaveLength(1)
  }, 300_000)
})

describe('backup and restore', () => {
  test('beside a server under load; the restored store goes on', async () => {
    await send('bewaard', CARE)
    await until(async () => (await heldIds()).length === 1, gateway.output)
    const busy = load()
    const target = join(gateway.folder, 'kluis')
    for (const name of ['a', 'b']) {
      const { code, out, err } = await gateway.cli('backup', join(target, name))
      expect([code, err]).toEqual([0, ''])
      expect(out).toContain('The master key is NOT in it')
      const checked = await gateway.cli('restore', '--check', join(target, name))
      expect([checked.code, checked.err]).toEqual([0, ''])
      expect(checked.out).toContain('The backup is whole and opens with the master key.')
    }
    await busy.stop()
    expect((await gateway.cli('backup', join(target, 'a'))).err).toContain('not empty')
    expect((await gateway.cli('restore', join(target, 'a'))).err).toContain('There is a store already')
    expect(readdirSync(target)).toEqual(['a', 'b'])

    const other = newFolder()
    const without = await runCommand(other, settings, 'restore', join(target, 'b'))
    expect([without.code, without.err]).toEqual([1, expect.stringContaining('master.key is missing')])
    const key = { MAILSLUIS_STORE_MASTER_KEY_FILE: keyFile() }
    const restored = await runCommand(other, { ...settings, ...key }, 'restore', join(target, 'b'), '--hold-waiting')
    expect([restored.code, restored.err]).toEqual([0, ''])
    const second = await start({ ...settings, ...key }, other)
    try {
      const held = await second.held()
      expect(held.length).toBeGreaterThanOrEqual(1)
      const [one] = held.filter(({ subject }) => subject.includes('bewaard'))
      expect((await second.cli('held', 'release', one!.id)).code).toBe(0)
      await until(() => arrived('bewaard') === 1, second.output)
      expect((await second.cli('audit', 'verify')).code).toBe(0)
      expect((await second.cli('audit', 'export')).out).toContain('"restored"')
    } finally {
      await second.kill()
      remove(other)
    }
  }, 300_000)

  test('a mail that waits is held by --hold-waiting, and goes when a person lets it', async () => {
    await sink.close()
    await send('wacht')
    await until(async () => (await gateway.cli('queue', 'list')).out.includes(TEACHER), gateway.output)
    expect((await gateway.cli('backup', join(gateway.folder, 'b'))).code).toBe(0)
    await gateway.kill()
    for (const name of ['store.db', 'store.db-wal', 'store.db-shm', 'spool'])
      rmSync(join(gateway.folder, 'var', name), { recursive: true, force: true })
    const said = await gateway.cli('restore', join(gateway.folder, 'b'), '--hold-waiting')
    expect([said.code, said.err]).toEqual([0, ''])
    expect(said.out).toContain('1 message(s) that waited for the next hop are held')
    sink = await openSink()
    gateway = await start({ ...settings, MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}` }, gateway.folder)
    const [item] = await gateway.held()
    expect((await gateway.cli('held', 'show', item!.id)).out).toContain('Deadline')
    expect(arrived('wacht')).toBe(0)
    expect((await gateway.cli('held', 'release', item!.id)).code).toBe(0)
    await until(() => arrived('wacht') === 1, gateway.output)
  }, 300_000)

  test('killed while it is made: nothing that could be taken for a backup, and the server does not notice', async () => {
    const busy = load()
    const target = join(gateway.folder, 'kluis')
    const env = environment(gateway.folder, settings)
    for (const [n, ms] of [300, 450, 600, 750, 900].entries()) {
      const args = [join(ROOT, 'src/main.ts'), 'backup', join(target, String(n))]
      const child = spawn(process.execPath, args, { env, cwd: ROOT, stdio: 'ignore' })
      setTimeout(() => child.kill('SIGKILL'), ms)
      await once(child, 'exit')
      if (!existsSync(target)) continue
      for (const name of readdirSync(target)) {
        const { code } = await gateway.cli('restore', '--check', join(target, name))
        // Either it was whole before it was killed, or it bears another name and is none.
        expect([name, code]).toEqual([name, name.endsWith('.part') ? 1 : 0])
      }
    }
    await busy.stop()
    await until(async () => (await gateway.cli('backup', join(target, 'heel'))).code === 0, gateway.output, 120_000)
    expect((await gateway.cli('restore', '--check', join(target, 'heel'))).code).toBe(0)
    cpSync(join(target, 'heel'), join(target, 'half'), { recursive: true })
    rmSync(join(target, 'half/store.db'))
    expect((await gateway.cli('restore', '--check', join(target, 'half'))).code).toBe(1)
  }, 300_000)
})
