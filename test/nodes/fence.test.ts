/** A delivery that stood still while its gateway was stopped, and was made by another meanwhile, is not made again. */
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { events, openSink, type Sink, until } from '../gateway/running.ts'
import { DEAD_AFTER, mail, type Nodes, numberIn, openNodes, PARENT, TEACHER } from './nodes.ts'
import { openRelay } from './relay.ts'

let sink: Sink
let nodes: Nodes
/** The first transaction stands still at RCPT until this is called. */
let goOn: () => void
let asked = 0
beforeEach(async () => {
  const gate = new Promise<void>((resolve) => {
    goOn = resolve
  })
  asked = 0
  sink = await openSink(undefined, () => (asked++ === 0 ? gate : undefined))
  nodes = await openNodes(sink.port)
})
afterEach(async () => {
  goOn()
  await nodes?.dispose()
  await sink?.close()
})

const numbers = () => sink.delivered.map(({ raw }) => numberIn(raw.toString('latin1')))

test('who was stopped in the middle of a delivery does not send the final dot', async () => {
  const [a, b] = await Promise.all([nodes.startNode(), nodes.startNode({ MAILSLUIS_QUEUE_CONCURRENCY: '1' })])
  await a.submit({ from: TEACHER, to: PARENT, raw: mail(0) })
  await until(() => asked > 0, a.output)
  a.child.kill('SIGSTOP')
  await until(() => sink.delivered.length === 1, b.output, (DEAD_AFTER + 20) * 1000)
  goOn()
  a.child.kill('SIGCONT')
  await until(() => events(a, 'takenOver').length > 0, a.output)
  // Its next hop answers now; it says all of the message but the end, and hangs up.
  await until(() => events(a, 'taskFailed').some(({ task }) => task === 'booking'), a.output)
  await wait(500)
  expect(numbers()).toEqual([0])
  expect(await nodes.look((store) => store.counts())).toMatchObject({ delivered: 1, waiting: 0 })
}, 120_000)

test('who is cut off from the store in the middle of a delivery does not send it either, and comes back', async () => {
  const relay = await openRelay(nodes.redis.port)
  const [a, b] = await Promise.all([
    nodes.startNode({ MAILSLUIS_STORE: `redis://127.0.0.1:${relay.port}/0` }),
    nodes.startNode(),
  ])
  await a.submit({ from: TEACHER, to: PARENT, raw: mail(0) })
  await until(() => asked > 0, a.output)
  relay.cut()
  await until(() => sink.delivered.length === 1, b.output, (DEAD_AFTER + 20) * 1000)
  goOn()
  await wait(1000)
  relay.mend()
  await until(() => events(a, 'takenOver').length > 0, a.output, 30_000)
  // It serves again under its new name.
  const again = () =>
    a.submit({ from: TEACHER, to: PARENT, raw: mail(3) }).then(
      () => true,
      () => false,
    )
  await until(again, a.output, 30_000)
  await until(() => sink.delivered.length >= 2, a.output)
  await wait(500)
  expect(numbers()).toEqual([0, 3])
  await relay.close()
}, 120_000)
