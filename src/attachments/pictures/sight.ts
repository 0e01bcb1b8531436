/**
 * What the pictures of one message say, and what that may cost. Each gets a cheap look; what has writing on it is read.
 * A limit that is hit with writing in sight is said, since it might be a photographed file; a class's photos, on which
 * there is nothing to read, go by however many they are.
 */
import type { ContentCache } from '../cache.ts'
import type { AttachmentOptions } from '../options.ts'
import type { ReaderPool } from '../pool.ts'
import type { Child, Content, Piece, Trouble } from '../reading.ts'
import type { PictureContext } from './picture-process.ts'
import { type PictureSize, sizeOf } from './size.ts'

// A decoded picture lies in memory whole. A photo of 50 million pixels takes this much.
const MAX_DECODED_BYTES = 200_000_000
// Pages of a TIFF, frames of a GIF.
const MAX_FRAMES = 20

const LIMIT: Trouble = { reason: 'limit', detail: 'ocr' }

/** Icons, spacers and the logo under a signature say nothing. A square one may still be a code. */
const worthOf = ({ width, height }: PictureSize, inline: boolean): 'words' | 'codes' | undefined => {
  const [long, short] = [Math.max(width, height), Math.min(width, height)]
  const words = inline
    ? short >= 100 && long * short >= 50_000 && long <= short * 6
    : short >= 24 && long * short >= 8_000
  if (words) return 'words'
  return short >= 60 && long <= short * 2 ? 'codes' : undefined
}

const MANY_WAYS: ReadonlySet<PictureSize['kind']> = new Set(['tiff', 'bmp', 'heif', 'avif'])

/** TIFF, BMP and HEIF may be packed in more ways than any one program knows: that does not make them broken. */
const asSaid = (trouble: Trouble, kind?: PictureSize['kind']): Trouble => {
  if (trouble.reason === 'reader-timeout') return LIMIT
  return trouble.reason === 'broken' && kind !== undefined && MANY_WAYS.has(kind)
    ? { reason: 'unknown-format', detail: kind }
    : trouble
}

type Sighting = { whole: Uint8Array; samples: Uint8Array[] }

const sightingsOf = (children: readonly Child[]): Sighting[] => {
  const found: Sighting[] = []
  for (const { name, bytes } of children) {
    if (!bytes) continue
    if (name === 'whole') found.push({ whole: bytes, samples: [] })
    else found.at(-1)?.samples.push(bytes)
  }
  return found
}

export class Sight {
  readonly #options: AttachmentOptions
  readonly #pool: ReaderPool<PictureContext>
  readonly #cache: ContentCache
  #leftMs: number
  #leftPictures: number

  constructor(options: AttachmentOptions, pool: ReaderPool<PictureContext>, cache: ContentCache) {
    this.#options = options
    this.#pool = pool
    this.#cache = cache
    this.#leftMs = options.ocrMs
    this.#leftPictures = options.ocrPictures
  }

  /** The words and codes on a picture. Nothing for what is too small, unknown, or without writing. */
  async read(bytes: Buffer, sha256: string, inline: boolean): Promise<Content> {
    const size = this.#options.ocr === 'off' ? undefined : sizeOf(bytes)
    const worth = size && worthOf(size, inline)
    if (!size || !worth) return {}
    const key = `${worth} ${sha256}`
    const known = this.#cache.find(key, 'picture', this.#options.maxTextChars)
    if (known) return known
    const content = await this.#see(bytes, size, worth === 'words')
    this.#cache.keep(key, 'picture', content)
    return content
  }

  /** A document with the words of its scanned pages. It is no scan any more when every page was read and some spoke. */
  async readPages(content: Content): Promise<Content> {
    const pages = (content.children ?? []).filter(({ page }) => page !== undefined)
    if (pages.length === 0) return content
    const pieces: Piece[] = []
    const failed: Trouble[] = []
    for (const { page, bytes } of pages) {
      const picture = bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      const size = picture && sizeOf(picture)
      const read = picture && size ? await this.#see(picture, size, true) : {}
      pieces.push(...(read.pieces ?? []).map((piece) => ({ ...piece, place: { ...piece.place, page: page! } })))
      failed.push(...(read.troubles ?? []))
    }
    const isRead = pieces.length > 0 && failed.length === 0
    const troubles = (content.troubles ?? []).filter(
      ({ detail }) => !(isRead && (detail === 'scan' || detail === 'no-text')),
    )
    return { ...content, pieces: [...(content.pieces ?? []), ...pieces], troubles: [...troubles, ...failed] }
  }

  async #see(bytes: Buffer, size: PictureSize, words: boolean): Promise<Content> {
    const { ocrPictureMs, ocrMaxSide } = this.#options
    if (size.width * size.height * size.bytesPerPixel > MAX_DECODED_BYTES || this.#leftMs <= 0)
      return { troubles: [LIMIT] }
    const context = { task: 'look', words, frames: MAX_FRAMES, longestSide: ocrMaxSide } as const
    const { pieces = [], children = [], troubles = [] } = await this.#run([bytes], context, ocrPictureMs)
    const found: Piece[] = [...pieces]
    const unread: Trouble[] = troubles.map((trouble) => asSaid(trouble, size.kind))
    for (const sighting of sightingsOf(children)) {
      const read = await this.#readOne(sighting)
      found.push(...(read.pieces ?? []))
      unread.push(...(read.troubles ?? []))
    }
    // An animation says the same in every frame.
    const said = new Map(found.map((piece) => [piece.text, piece]))
    return { pieces: [...said.values()], troubles: unread }
  }

  async #readOne({ whole, samples }: Sighting): Promise<Content> {
    if (this.#leftMs <= 0 || this.#leftPictures <= 0) return { troubles: [LIMIT] }
    this.#leftPictures -= 1
    const { pieces = [], troubles = [] } = await this.#run(
      [whole, ...samples],
      { task: 'read' },
      this.#options.ocrPictureMs,
    )
    return { pieces, troubles: troubles.map((trouble) => asSaid(trouble)) }
  }

  async #run(files: readonly Uint8Array[], context: PictureContext, ms: number): Promise<Content> {
    const outcome = await this.#pool.run(files, context, Math.min(ms, this.#leftMs))
    this.#leftMs -= outcome.ms
    return outcome.content
  }
}
