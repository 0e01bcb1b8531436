/** One of several processes of a server: does what the primary says, and ends when the primary is gone. */
import type { Measured } from '../figures/figures.ts'
import type { Context } from './context.ts'
import { logOf, type Server, startServer } from './server.ts'

/** What the primary tells a worker. */
export type Order =
  | Readonly<{ do: 'begin'; first: boolean; gone: readonly string[] }>
  | Readonly<{ do: 'bury'; gone: readonly string[] }>
  | Readonly<{ do: 'leave' }>
  /** Say what your metrics are; hear those of all. */
  | Readonly<{ do: 'measure'; turn: number }>
  | Readonly<{ do: 'hear'; measured: readonly Measured[] }>
  | Readonly<{ do: 'stop'; patienceMs: number }>

/** What a worker tells the primary. `alive`: it does not hang. */
export type Report =
  | Readonly<{ is: 'born' | 'alive' }>
  | Readonly<{ is: 'named'; owner: string }>
  /** Wants the metrics of all. */
  | Readonly<{ is: 'curious' }>
  | Readonly<{ is: 'measured'; turn: number; measured: Measured }>
  | Readonly<{ is: 'ready'; welcome: string; ports: Server['ports'] }>

export const ALIVE_MS = 1000

const report = (what: Report): void => {
  // The primary may be gone: then 'disconnect' says so.
  process.send?.(what, undefined, undefined, () => {})
}

type Orders = Readonly<{
  begin: Promise<Extract<Order, { do: 'begin' }>>
  /** How patiently. Also when the primary is gone: nobody replaces us then, and nobody holds our ports. */
  stop: Promise<number>
  /** Orders between the two. */
  obey: (server: Server) => void
  /** The metrics of all workers. */
  gather: () => Promise<readonly Measured[]>
}>

const takeOrders = (): Orders => {
  const early: Order[] = []
  let obeying: ((order: Order) => void) | undefined
  const begin = Promise.withResolvers<Extract<Order, { do: 'begin' }>>()
  const stop = Promise.withResolvers<number>()
  let hearing: PromiseWithResolvers<readonly Measured[]> | undefined
  process.on('message', (order: Order) => {
    if (order.do === 'begin') begin.resolve(order)
    else if (order.do === 'stop') stop.resolve(order.patienceMs)
    else if (order.do === 'hear') hearing?.resolve(order.measured)
    else if (obeying) obeying(order)
    else early.push(order)
  })
  process.once('disconnect', () => stop.resolve(0))
  const obey = (server: Server): void => {
    obeying = (order) => {
      if (order.do === 'leave') server.leave()
      if (order.do === 'measure')
        server.measure().then(
          (measured) => report({ is: 'measured', turn: order.turn, measured }),
          () => undefined,
        )
      if (order.do === 'bury') server.bury(order.gone).catch(() => undefined)
    }
    for (const order of early.splice(0)) obeying(order)
  }
  // Who asks while an answer is under way gets the same.
  const gather = (): Promise<readonly Measured[]> => {
    if (hearing === undefined) {
      hearing = Promise.withResolvers()
      report({ is: 'curious' })
    }
    return hearing.promise.finally(() => {
      hearing = undefined
    })
  }
  return { begin: begin.promise, stop: stop.promise, obey, gather }
}

export const serveAsWorker = async (context: Context): Promise<number> => {
  const orders = takeOrders()
  // A terminal or a service manager tells every process to stop; only the primary knows in which order.
  context.terminal.onSignal(() => {})
  report({ is: 'born' })
  const begin = await Promise.race([orders.begin, orders.stop])
  if (typeof begin === 'number') return 0
  const { first, gone } = begin
  const log = logOf(context)
  const named = (owner: string): void => report({ is: 'named', owner })
  const server = await startServer(context, log, { alone: first, gone, named }, orders.gather)
  orders.obey(server)
  report({ is: 'ready', welcome: server.welcome, ports: server.ports })
  log.info('workerStarted', { pid: process.pid })
  const alive = setInterval(() => report({ is: 'alive' }), ALIVE_MS)
  await server.stop(await orders.stop)
  clearInterval(alive)
  return 0
}
