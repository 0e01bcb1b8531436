/**
 * Who the client is when a balancer of ours stands between: the header it must send before the first byte of the session,
 * before TLS too. Bounded in size by the parser and in time as a whole, so that dripping wins nothing.
 */
import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import type { SMTPServer } from 'smtp-server'
import type { Context } from './context.ts'
import { parseProxyHeader } from './proxy-header.ts'

/** left: gone before the header was whole, as a health check that only connects. */
type Introduction = Readonly<{ client: string | undefined }> | 'left' | 'late' | 'bad'

const readIntroduction = (socket: Socket, ms: number): Promise<Introduction> =>
  new Promise((resolve) => {
    let seen: Buffer = Buffer.alloc(0)
    const finish = (answer: Introduction) => {
      clearTimeout(timer)
      socket.off('readable', look).off('end', left).off('close', left)
      resolve(answer)
    }
    const look = () => {
      for (let chunk: Buffer | null = socket.read(); chunk !== null; chunk = socket.read()) {
        seen = Buffer.concat([seen, chunk])
        const header = parseProxyHeader(seen)
        if (header === 'more') continue
        if (header === 'bad') return finish('bad')
        if (seen.length > header.length) socket.unshift(seen.subarray(header.length))
        return finish({ client: header.client })
      }
    }
    const left = () => finish('left')
    const timer = setTimeout(() => finish('late'), ms)
    // Stays: between us and the session nobody else listens, and a reset is no crash.
    socket.on('error', () => {})
    socket.on('readable', look).on('end', left).on('close', left)
  })

type Begin = Parameters<SMTPServer['_handleProxy']>[1]

/** Without an address in its answer the session bears the balancer's own. */
export const introduce = ({ options, log }: Context, socket: Socket, begin: Begin): void => {
  const balancer = socket.remoteAddress ?? ''
  void readIntroduction(socket, options.proxy.headerMs).then((told) => {
    const id = randomUUID()
    if (typeof told === 'object') return begin(null, told.client ? { id, remoteAddress: told.client } : { id })
    socket.destroy()
    if (told !== 'left') log.warn('clientRefused', { client: balancer, reason: `PROXY header ${told}` })
    begin(new Error('no PROXY header'))
  })
}
