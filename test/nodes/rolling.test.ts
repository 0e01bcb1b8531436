/** Three gateways behind a real HAProxy, each restarted in turn while clients submit: no session is refused. */
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { has } from '../../scripts/peers.ts'
import { DEMO, newFolder, openSink, readiness, type Sink, type Started, until, write } from '../gateway/running.ts'
import { freePort } from '../store/redis-server.ts'
import { type HaProxy, startHaProxy } from './haproxy.ts'
import { balance, type Nodes, openNodes, settle, startLoad } from './nodes.ts'

const CLIENTS = 6

type Place = Readonly<{ folder: string; settings: Readonly<Record<string, string>> }>

let sink: Sink
let nodes: Nodes
let places: readonly Place[]
let three: Started[]
let balancer: HaProxy

/** Ports stay the same over a restart: the balancer knows no others. Only the balancer may say who the client is. */
const place = async (): Promise<Place> => {
  const folder = newFolder()
  const file = write(folder, 'mailsluis.yaml', 'smtp:\n  proxy:\n    from: [127.0.0.1]\n')
  const [smtp, console] = [await freePort(), await freePort()]
  return {
    folder,
    settings: {
      MAILSLUIS_CONFIG: file,
      ...DEMO,
      MAILSLUIS_SMTP_PORT: String(smtp),
      MAILSLUIS_CONSOLE_PORT: String(console),
      MAILSLUIS_NODES_LEAVE_SECONDS: '2',
    },
  }
}

beforeAll(async () => {
  if (!has('haproxy')) return
  sink = await openSink()
  nodes = await openNodes(sink.port)
  places = await Promise.all([place(), place(), place()])
  three = await Promise.all(places.map(({ settings, folder }) => nodes.startNode(settings, folder)))
  balancer = await startHaProxy(three)
}, 120_000)
afterAll(async () => {
  await balancer?.dispose()
  await nodes?.dispose()
  await sink?.close()
})

test.skipIf(!has('haproxy'))(
  'a rolling restart refuses nobody, loses nothing and sends nothing twice',
  async () => {
    const load = startLoad(() => [balancer.port], CLIENTS)
    await until(() => load.accepted.size > 30, three[0]!.output, 60_000)
    for (const [n, { settings, folder }] of places.entries()) {
      const before = load.accepted.size
      const stopping = three[n]!.stop()
      await until(async () => !(await readiness(three[n]!).catch(() => ({ ready: false }))).ready, three[n]!.output)
      expect(await stopping).toBe(0)
      three[n] = await nodes.startNode(settings, folder)
      // The balancer has to see it twice.
      await wait(1000)
      await until(() => load.accepted.size > before + 20, three[n].output, 60_000)
    }
    await load.stop()
    const account = balance(load, await settle(nodes, sink))
    console.log('rolling', JSON.stringify(account), `sessions ${load.sessions}, refused ${load.refused.length}`)
    expect(load.refused).toEqual([])
    expect([...load.unsure]).toEqual([])
    expect(account).toMatchObject({ lost: [], twice: [], queued: 0 })
    expect(account.delivered + account.held + account.returned).toBe(load.accepted.size)
  },
  240_000,
)
