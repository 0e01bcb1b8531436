/**
 * How the pool and a reader process talk: over one socket, in frames. A frame is what is said as JSON and the bytes of the
 * files, which are written from where they lie and read to where they stay: a hundred megabytes are not held three times.
 *
 *     4 bytes   length of the JSON, big endian
 *     JSON      { "word": what is said, "sizes": [of each file] }
 *     bytes     the files, one after the other
 */
import type { Socket } from 'node:net'

/** Files are read into memory of their own. */
export type Frame<Bytes extends Uint8Array = Buffer> = Readonly<{ word: unknown; files: readonly Bytes[] }>

const LENGTH_BYTES = 4

export const writeFrame = (socket: Socket, { word, files }: Frame<Uint8Array>): void => {
  const json = Buffer.from(JSON.stringify({ word, sizes: files.map(({ length }) => length) }))
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(json.length)
  socket.cork()
  for (const bytes of [length, json, ...files]) socket.write(bytes)
  socket.uncork()
}

/** Bytes of a known number, filled piece by piece. */
class Space {
  readonly bytes: Buffer
  #filled = 0

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafeSlow(size)
  }

  get full(): boolean {
    return this.#filled === this.bytes.length
  }

  /** Answers what did not fit. */
  fill(piece: Buffer): Buffer {
    const taken = piece.copy(this.bytes, this.#filled)
    this.#filled += taken
    return piece.subarray(taken)
  }
}

/** The spaces of one frame: each is yielded empty and taken on full. */
function* frameOf(tell: (frame: Frame) => void): Generator<Space, void, void> {
  const length = new Space(LENGTH_BYTES)
  yield length
  const json = new Space(length.bytes.readUInt32BE())
  yield json
  const { word, sizes } = JSON.parse(json.bytes.toString()) as { word: unknown; sizes: readonly number[] }
  const files = sizes.map((size) => new Space(size))
  yield* files
  tell({ word, files: files.map(({ bytes }) => bytes) })
}

/** One after the other. Each on its own: who waits for the next would hold the files of the last. */
function* framesOf(tell: (frame: Frame) => void): Generator<Space, never, void> {
  for (;;) yield* frameOf(tell)
}

export const readFrames = (socket: Socket, tell: (frame: Frame) => void): void => {
  const spaces = framesOf(tell)
  let space = spaces.next().value
  socket.on('data', (piece: Buffer) => {
    let rest = piece
    while (rest.length > 0) {
      rest = space.fill(rest)
      // A file without bytes is full at once.
      while (space.full) space = spaces.next().value
    }
  })
}
