/** `serve`: opens the door and the console, says so in one line, and drains when asked to stop. In one process, or in several. */
import cluster from 'node:cluster'
import { availableParallelism } from 'node:os'
import type { Context } from './context.ts'
import { supervise } from './primary.ts'
import { logOf, startServer, takeLeave } from './server.ts'
import { openServerLock } from './server-lock.ts'
import { serveAsWorker } from './worker.ts'

const countOf = ({ config }: Context): number =>
  config.processes === 'auto' ? availableParallelism() : Number(config.processes)

const serveAlone = async (context: Context): Promise<number> => {
  const { config, terminal } = context
  // Before anything stands: who asks us to stop while we start gets a drained server too.
  const stop = new Promise<string>((resolve) => terminal.onSignal(resolve))
  const log = logOf(context)
  const lock = openServerLock(config.var)
  const named = (owner: string): void => lock.note([owner])
  const server = await startServer(context, log, { alone: true, gone: lock.left, named })
  terminal.out(server.welcome)
  log.info('started', { ...server.ports })
  const signal = await stop
  log.info('stopping', { signal })
  await takeLeave(context, log, server.leave)
  await server.stop()
  lock.release()
  log.info('stopped')
  return 0
}

export const serve = (context: Context): Promise<number> => {
  if (cluster.isWorker) return serveAsWorker(context)
  const count = countOf(context)
  return count > 1 ? supervise(context, count) : serveAlone(context)
}
