/** The next hop of all targets, in a process of its own: takes everything, remembers whose copies came and when. */
import { createServer, type Socket } from 'node:net'

const END = Buffer.from('\r\n.\r\n')
const ID = /^X-Bench-Id: (\d+)/m
const HEAD_BYTES = 8192

/** Per connection: commands as text, data as bytes, the last few bytes of each chunk kept for an end that was cut in two. */
class Talk {
  readonly #socket: Socket
  #text = ''
  #inData = false
  #tail = Buffer.alloc(0)
  #head = ''

  constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('error', () => {}).on('data', (chunk) => this.#read(chunk))
    socket.write('220 sink ESMTP\r\n')
  }

  #read(chunk: Buffer): void {
    let rest: Buffer = chunk
    while (rest.length > 0) rest = this.#inData ? this.#data(rest) : this.#commands(rest)
  }

  #data(chunk: Buffer): Buffer {
    const bytes = Buffer.concat([this.#tail, chunk])
    if (this.#head.length < HEAD_BYTES) this.#head += chunk.toString('latin1', 0, HEAD_BYTES)
    const at = bytes.indexOf(END)
    if (at < 0) {
      this.#tail = bytes.subarray(-END.length + 1)
      return Buffer.alloc(0)
    }
    note(Number(ID.exec(this.#head)?.[1] ?? -1))
    this.#inData = false
    this.#socket.write('250 2.0.0 taken\r\n')
    return bytes.subarray(at + END.length)
  }

  #commands(chunk: Buffer): Buffer {
    this.#text += chunk.toString('latin1')
    let replies = ''
    for (let end = this.#text.indexOf('\r\n'); end >= 0; end = this.#text.indexOf('\r\n')) {
      const verb = this.#text.slice(0, 4).toUpperCase()
      this.#text = this.#text.slice(end + 2)
      if (verb === 'DATA') return this.#begin(replies)
      replies += replyTo(verb)
    }
    if (replies !== '') this.#socket.write(replies)
    return Buffer.alloc(0)
  }

  #begin(replies: string): Buffer {
    const rest = Buffer.from(this.#text, 'latin1')
    this.#text = ''
    this.#inData = true
    this.#head = ''
    this.#tail = Buffer.from('\r\n')
    this.#socket.write(`${replies}354 go on\r\n`)
    return rest
  }
}

const OFFERS =
  '250-sink\r\n250-PIPELINING\r\n250-SIZE 100000000\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES\r\n'
const replyTo = (verb: string): string =>
  verb === 'EHLO' ? OFFERS : verb === 'QUIT' ? '221 2.0.0 bye\r\n' : '250 2.0.0 ok\r\n'

let copies = new Map<number, number>()
let lastAt = 0

const note = (id: number): void => {
  copies.set(id, (copies.get(id) ?? 0) + 1)
  lastAt = Date.now()
}

const server = createServer((socket) => new Talk(socket))
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }))
process.on('message', (ask: 'told' | 'forget') => {
  if (ask === 'forget') copies = new Map()
  else process.send?.({ copies: [...copies], lastAt })
})
process.on('disconnect', () => process.exit())
