/** A delivery that stood still while its gateway was stopped, and was made by another meanwhile, is not made again. */
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { events, openSink, type Sink, until } from '../gateway/running.ts'
import { DEAD_AFTER, mail, type Nodes, numberIn, openNodes, PARENT, TEACHER } from './nodes.ts'

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
  expect(sink.delivered.map(({ raw }) => numberIn(raw.toString('latin1')))).toEqual([0])
  expect(await nodes.look((store) => store.counts())).toMatchObject({ delivered: 1, waiting: 0 })
}, 120_000)
