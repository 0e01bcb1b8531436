/** Several processes on one machine and one embedded store: one door, one ready line, no message lost whoever dies. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  events,
  lookInto,
  newFolder,
  openSink,
  readiness,
  remove,
  runCommand,
  type Sink,
  type Started,
  start,
  until,
} from '../gateway/running.ts'
import { type Account, balance, type Load, settle, startLoad } from './nodes.ts'

const IN_FLIGHT = 20

let sink: Sink
let folder: string
let server: Started
const settings = () => ({
  MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}`,
  MAILSLUIS_QUEUE_RETRY_AFTER_SECONDS: '1',
  MAILSLUIS_PROCESSES: '2',
})
beforeEach(async () => {
  sink = await openSink()
  folder = newFolder()
  server = await start(settings(), folder)
})
afterEach(async () => {
  await server?.kill()
  await sink?.close()
  remove(folder)
})

const workers = (): number[] => {
  const begun = events(server, 'workerStarted').map(({ pid }) => Number(pid))
  const dead = new Set(events(server, 'workerDied').map(({ pid }) => Number(pid)))
  return begun.filter((pid) => !dead.has(pid) && isAlive(pid))
}
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
const acceptMore = (load: Load, more: number) => {
  const enough = load.accepted.size + more
  return until(() => load.accepted.size >= enough, server.output, 60_000)
}
const account = (): Promise<Account> => settle({ look: (look) => lookInto(folder, look) }, sink)

describe('two processes', () => {
  test('say that they are ready once, share the door, and end with 0', async () => {
    expect(server.output().match(/Mailsluis is ready/g)).toHaveLength(1)
    // The ready line and the log come by two pipes.
    await until(() => workers().length === 2, server.output)
    expect(await readiness(server)).toEqual({ ready: true })
    const load = startLoad(() => [server.smtp], 6)
    await acceptMore(load, 60)
    await load.stop()
    expect(load.refused).toEqual([])
    const counts = balance(load, await account())
    expect(counts).toMatchObject({ lost: [], twice: [], queued: 0 })
    const pids = workers()
    expect(await server.stop()).toBe(0)
    expect(pids.some(isAlive)).toBe(false)
  }, 120_000)

  test('one that is killed under load is replaced, and the other finishes its work at once', async () => {
    const load = startLoad(() => [server.smtp], 6)
    await acceptMore(load, 40)
    const [killed = 0] = workers()
    process.kill(killed, 'SIGKILL')
    await until(() => workers().length === 2 && !workers().includes(killed), server.output)
    await acceptMore(load, 40)
    await load.stop()
    const counts = balance(load, await account())
    console.log('worker killed', JSON.stringify(counts), `unsure ${load.unsure.size}, cut off ${load.refused.length}`)
    expect(counts).toMatchObject({ lost: [], queued: 0 })
    expect(counts.twice.length).toBeLessThanOrEqual(IN_FLIGHT)
    expect(await server.stop()).toBe(0)
  }, 120_000)

  test('SIGHUP replaces all of them under load, and no session is refused', async () => {
    const load = startLoad(() => [server.smtp], 6)
    await acceptMore(load, 40)
    const before = workers()
    server.child.kill('SIGHUP')
    await until(() => workers().length === 2 && before.every((pid) => !isAlive(pid)), server.output, 60_000)
    await acceptMore(load, 40)
    await load.stop()
    const counts = balance(load, await account())
    console.log('SIGHUP', JSON.stringify(counts), `sessions ${load.sessions}, refused ${load.refused.length}`)
    expect(load.refused).toEqual([])
    expect(counts).toMatchObject({ lost: [], twice: [], queued: 0 })
  }, 120_000)

  test('when the first process is killed the others end, and the next server finishes their work', async () => {
    const load = startLoad(() => [server.smtp], 6)
    await acceptMore(load, 40)
    const pids = workers()
    const stopped = load.stop()
    await server.kill()
    await until(() => !pids.some(isAlive), server.output, 40_000)
    await stopped
    server = await start(settings(), folder)
    const counts = balance(load, await account())
    expect(counts).toMatchObject({ lost: [], queued: 0 })
    expect(counts.twice.length).toBeLessThanOrEqual(2 * IN_FLIGHT)
  }, 120_000)

  test('one that hangs is ended and replaced', async () => {
    await server.stop()
    server = await start({ ...settings(), MAILSLUIS_NODES_DEAD_AFTER_SECONDS: '2' }, folder)
    const [stopped = 0] = workers()
    process.kill(stopped, 'SIGSTOP')
    await until(() => !isAlive(stopped) && workers().length === 2, server.output, 60_000)
    expect(events(server, 'workerSilent')).toHaveLength(1)
  }, 120_000)
})

test('what keeps one from starting is said once, and nothing is tried again', async () => {
  const other = newFolder()
  const taken = { ...settings(), MAILSLUIS_SMTP_PORT: String(server.smtp) }
  const { code, out, err } = await runCommand(other, taken, 'serve')
  remove(other)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err.match(/cannot listen/g)).toHaveLength(1)
}, 60_000)
