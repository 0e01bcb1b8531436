/**
 * Times of leases and deadlines are written by each node's own clock and read by all. A node hours ahead would take work
 * from others who are still at it, and a message would go out twice; so a clock that differs is said.
 */
import type { Log } from '../log.ts'
import type { Asking } from './redis-connection.ts'

const MOST_MS = 60_000

export const checkClock = async (link: Asking, now: () => number, log: Log): Promise<void> => {
  const [seconds, micros] = await link.askText<readonly [string, string]>('time')
  const ahead = now() - (Number(seconds) * 1000 + Number(micros) / 1000)
  if (Math.abs(ahead) <= MOST_MS) return
  const reason = `The clock of this node is ${Math.round(Math.abs(ahead) / 1000)} seconds ${ahead > 0 ? 'ahead of' : 'behind'} that of Redis. Mail may go out twice while the clocks of the nodes differ: look at the time service of both machines.`
  log.warn('storeTrouble', { reason })
}
