/** A way to a server that is slow, or breaks at the worst moment: the request has gone out, the answer does not come. */
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'

export class SlowWay {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  /** Of each answer. */
  delayMs = 0
  #cut: RegExp | undefined
  #cuts = 0

  static async to(port: number): Promise<SlowWay> {
    const proxy = new SlowWay(port)
    proxy.#server.listen(0, '127.0.0.1')
    await once(proxy.#server, 'listening')
    return proxy
  }

  private constructor(port: number) {
    this.#server = createServer((near) => this.#carry(near, connect(port, '127.0.0.1')))
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Whether nobody comes through any more once it has broken. */
  shutsWhenCut = false
  #shut = false

  reopen(): void {
    this.shutsWhenCut = false
    this.#shut = false
  }

  /** How often it broke. */
  get cuts(): number {
    return this.#cuts
  }

  /** The next request that matches goes out whole, and its answer is swallowed with the connection. */
  cutNext(request: RegExp): void {
    this.#cut = request
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #carry(near: Socket, far: Socket): void {
    if (this.#shut) {
      near.destroy()
      far.destroy()
    }
    let cutting = false
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(one)
      one.on('error', () => undefined)
      one.on('close', () => {
        this.#sockets.delete(one)
        other.destroy()
      })
    }
    near.on('data', (bytes) => {
      if (this.#cut?.test(bytes.toString('latin1'))) {
        this.#cut = undefined
        this.#shut = this.shutsWhenCut
        cutting = true
      }
      far.write(bytes)
    })
    let answers = Promise.resolve()
    far.on('data', (bytes) => {
      if (cutting) {
        this.#cuts += 1
        near.destroy()
        return
      }
      answers = answers.then(async () => {
        if (this.delayMs > 0) await pause(this.delayMs)
        near.write(bytes)
      })
    })
  }
}
