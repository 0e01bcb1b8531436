/** Three gateways on one Redis: one is killed, one is stopped for too long and goes on. Nothing is lost, others finish. */
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { events, openSink, type Sink, type Started, until } from '../gateway/running.ts'
import { balance, DEAD_AFTER, type Load, type Nodes, openNodes, settle, startLoad } from './nodes.ts'

const CLIENTS = 8
/** Deliveries one node has under way at most (queue.concurrency). */
const IN_FLIGHT = 20

let sink: Sink
let nodes: Nodes
let three: Started[]
beforeEach(async () => {
  sink = await openSink()
  nodes = await openNodes(sink.port)
  three = []
})
afterEach(async () => {
  await nodes?.dispose()
  await sink?.close()
})

/** `direct`: what may simply go on is never in a node's hands, only in those of its client (src/passage.ts). */
const startThree = async (direct: boolean): Promise<void> => {
  const settings = { MAILSLUIS_QUEUE_DIRECT: String(direct) }
  three = await Promise.all([nodes.startNode(settings), nodes.startNode(settings), nodes.startNode(settings)])
}

const ports = () => three.map(({ smtp }) => smtp)
const said = () => three.map(({ output }) => output().slice(-2000)).join('\n---\n')
const acceptMore = (load: Load, more: number) => {
  const enough = load.accepted.size + more
  return until(() => load.accepted.size >= enough, said, 60_000)
}

test.each([
  ['that all goes by the store: the others finish what it had', false],
  ['of which most goes on at once', true],
])(
  'one is killed under load %s, each message once but for those under way',
  async (_what, direct) => {
    await startThree(direct)
    const load = startLoad(ports, CLIENTS)
    await acceptMore(load, 100)
    const killed = three[1]!
    await killed.kill()
    three = three.filter((node) => node !== killed)
    await acceptMore(load, 100)
    await load.stop()
    const account = balance(load, await settle(nodes, sink))
    console.log('killed', JSON.stringify(account), `unsure ${load.unsure.size}`)
    expect(account).toMatchObject({ lost: [], queued: 0 })
    expect(account.twice.length).toBeLessThanOrEqual(IN_FLIGHT)
    if (!direct) expect(three.flatMap((node) => events(node, 'tookOver')).length).toBeGreaterThan(0)
    expect((await three[0]!.cli('audit', 'verify')).out).toMatch(/is whole/)
  },
  180_000,
)

test('one is stopped for longer than its sign of life is good, and goes on: what others took over it drops', async () => {
  await startThree(false)
  const load = startLoad(ports, CLIENTS)
  await acceptMore(load, 60)
  const paused = three[1]!
  const others = three.filter((node) => node !== paused)
  const all = three
  const tookOver = (): boolean => others.some((node) => events(node, 'tookOver').length > 0)
  // It may have nothing in hand at the moment it is stopped; then it is stopped once more.
  for (let times = 1; times <= 4 && !tookOver(); times += 1) {
    paused.child.kill('SIGSTOP')
    three = others
    await wait((DEAD_AFTER + 2) * 1000)
    paused.child.kill('SIGCONT')
    await until(() => events(paused, 'takenOver').length >= times, paused.output)
    three = all
    if (!tookOver()) await acceptMore(load, 60)
  }
  expect(tookOver()).toBe(true)
  await acceptMore(load, 60)
  await load.stop()
  const account = balance(load, await settle(nodes, sink))
  console.log('stopped', JSON.stringify(account), `unsure ${load.unsure.size}`)
  expect(account).toMatchObject({ lost: [], queued: 0 })
  // The next hop may have had the dot already when it was stopped.
  expect(account.twice.length).toBeLessThanOrEqual(IN_FLIGHT)
}, 180_000)
