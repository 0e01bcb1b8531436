/** Walks the files of one message, depth first: identify, read, then read what lies inside. */
import { decodeText, type Message, type Part, type Text, type Unread } from '../message/message.ts'
import { Allowance } from './allowance.ts'
import type { AttachedFile, ReadFiles } from './attachments.ts'
import type { ContentCache } from './cache.ts'
import { readerOf } from './catalogue.ts'
import { digest } from './digest.ts'
import { type Format, kindOf } from './formats.ts'
import { gluedFiles, isZipBehind } from './glued.ts'
import { type Identity, identify, identifyByName } from './identify.ts'
import { cleanName, hasDirectionMarks, joinPath, lastName } from './names.ts'
import { type Nested, nestMessage } from './nested-message.ts'
import type { AttachmentOptions } from './options.ts'
import type { PictureContext } from './pictures/picture-process.ts'
import { Sight } from './pictures/sight.ts'
import type { ReaderPool } from './pool.ts'
import { type Child, type Content, readSafely, type Trouble } from './reading.ts'

/** A file found: as a part of a message, or inside another file. `rawName` is as it was written. */
type Found = Readonly<{ rawName: string; type: string; inline: boolean; parent: string; depth: number }>
type Named = Found & Readonly<{ name: string; path: string }>

// Base64 is four letters for three bytes, and line ends.
const ENCODED_GROWTH = 1.4

const named = (found: Found): Named => {
  const full = cleanName(found.rawName)
  return { ...found, name: lastName(full), path: joinPath(found.parent, full || found.type || '?') }
}

export class Reading {
  readonly #options: AttachmentOptions
  readonly #pool: ReaderPool
  readonly #cache: ContentCache
  readonly #allowance: Allowance
  readonly #sight: Sight
  readonly #files: AttachedFile[] = []
  readonly #texts: Text[] = []
  readonly #messages: Message[] = []
  readonly #unread: Unread[] = []
  #tooMany = false

  constructor(options: AttachmentOptions, pool: ReaderPool, cache: ContentCache, pictures: ReaderPool<PictureContext>) {
    this.#options = options
    this.#pool = pool
    this.#cache = cache
    this.#allowance = new Allowance(options)
    this.#sight = new Sight(options, pictures, cache)
  }

  result(): ReadFiles {
    return { files: this.#files, texts: this.#texts, messages: this.#messages, unread: this.#unread }
  }

  readPart(part: Part, parent = '', depth = 1): Promise<void> {
    if (depth === 1) this.#allowance.startPart()
    const file = named({
      rawName: part.name,
      type: part.type,
      inline: part.disposition === 'inline' || part.contentId !== '',
      parent,
      depth,
    })
    if (part.size > this.#options.maxFileBytes * ENCODED_GROWTH)
      return Promise.resolve(this.#onlyName(file, part.size, { reason: 'limit', detail: 'size' }))
    try {
      return this.#readFile(file, part.content())
    } catch {
      return Promise.resolve(this.#onlyName(file, part.size, { reason: 'broken', detail: 'encoding' }))
    }
  }

  #say(path: string, trouble: Trouble): void {
    this.#unread.push({ place: { in: 'attachment', file: path }, ...trouble })
  }

  /** Lists the file; false when the message has too many of them, which is said once. */
  #list(file: Named, identity: Identity, size: number, sha256: string, content: Content): boolean {
    if (!this.#allowance.takeFile()) {
      // The archive that holds them may have said so already.
      const isSaid = this.#unread.some(({ reason, detail }) => reason === 'limit' && detail === 'files')
      if (!this.#tooMany && !isSaid) this.#say(file.path, { reason: 'limit', detail: 'files' })
      this.#tooMany = true
      return false
    }
    const { path, name, type: declaredType, inline } = file
    this.#files.push({
      path,
      name,
      declaredType,
      inline,
      size,
      sha256,
      kind: kindOf(identity.format),
      nameLies: identity.nameLies || hasDirectionMarks(file.rawName),
      macros: identity.macros || content.macros === true,
      properties: content.properties ?? {},
    })
    if (file.rawName)
      this.#texts.push({ role: 'file-name', place: { in: 'attachment', file: path }, text: cleanName(file.rawName) })
    return true
  }

  #onlyName(file: Named, size: number, trouble: Trouble): void {
    if (this.#list(file, identifyByName(file.name, file.type), size, '', {})) this.#say(file.path, trouble)
  }

  async #readFile(file: Named, bytes: Buffer, format?: Format): Promise<void> {
    if (this.#tooMany) return
    if (bytes.length > this.#options.maxFileBytes)
      return this.#onlyName(file, bytes.length, { reason: 'limit', detail: 'size' })
    const seen = identify(bytes, file.name, file.type)
    const known = format ?? (seen.damaged && isZipBehind(bytes, file.name) ? 'zip' : undefined)
    const identity = known ? { ...seen, format: known, damaged: false, nameLies: seen.nameLies && !seen.damaged } : seen
    const glued = gluedFiles(bytes, identity.format, file.name)
    const sha256 = await digest(bytes)
    if (identity.format === 'message' || identity.format === 'fragment')
      return this.#readMessage(file, identity, bytes, sha256)
    const inside = await this.#readContent(file, identity, bytes, sha256)
    inside?.push(...glued)
    if (inside) await this.#readChildren(file, inside)
  }

  /** Gives the files inside; undefined when this one is too many. */
  async #readContent(file: Named, identity: Identity, bytes: Buffer, sha256: string): Promise<Child[] | undefined> {
    const content = await this.#sight.readPages(await this.#contentOf(file, identity, bytes, sha256))
    if (!this.#list(file, identity, bytes.length, sha256, content)) return undefined
    this.#keep(file, content)
    if (identity.format === 'picture') this.#keep(file, await this.#seen(bytes, sha256, file.inline))
    return [...(content.children ?? []).filter(({ page }) => page === undefined), ...this.#keepDecoded(file, content)]
  }

  /** Each is let go of before the next is read: together they may weigh a hundred times what the message does. */
  async #readChildren(parent: Named, children: Child[]): Promise<void> {
    children.reverse()
    for (let child = children.pop(); child; child = children.pop()) await this.#readChild(parent, child)
  }

  async #contentOf(file: Named, identity: Identity, bytes: Buffer, sha256: string): Promise<Content> {
    if (identity.damaged) return { troubles: [{ reason: 'broken', detail: 'content' }] }
    if (bytes.length === 0) return {}
    const reader = readerOf(identity.format)
    const context = this.#allowance.contextFor(file.name, identity.format)
    const inProcess =
      reader.where === 'process' || (reader.where === 'size' && bytes.length > this.#options.inlineBytes)
    if (reader.where !== 'inline' && !this.#allowance.textLeft)
      return { troubles: [{ reason: 'limit', detail: 'text' }] }
    if (!inProcess) return this.#spent(await readSafely(reader, bytes, context), 0)
    const known = this.#cache.find(sha256, identity.format, context.maxTextChars)
    if (known) return this.#spent(known, 0)
    if (this.#allowance.timeLeftMs <= 0) return { troubles: [{ reason: 'reader-timeout' }] }
    const { content, ms } = await this.#pool.run([bytes], context, this.#allowance.timeLeftMs)
    this.#cache.keep(sha256, identity.format, content)
    return this.#spent(content, ms)
  }

  async #seen(bytes: Buffer, sha256: string, inline: boolean): Promise<Content> {
    return this.#spent(await this.#sight.read(bytes, sha256, inline), 0)
  }

  #spent(content: Content, ms: number): Content {
    this.#allowance.spend(content, ms)
    return content
  }

  #keep(file: Named, { pieces = [], troubles = [] }: Content): void {
    const place = { in: 'attachment', file: file.path } as const
    for (const piece of pieces) {
      this.#texts.push({
        role: 'attachment',
        place: { ...piece.place, ...place },
        text: piece.text,
        ...(piece.spots ? { spots: piece.spots } : {}),
      })
    }
    const told = new Set<string>()
    for (const trouble of troubles) {
      const key = `${trouble.reason} ${trouble.detail}`
      if (!told.has(key)) this.#say(file.path, trouble)
      told.add(key)
    }
  }

  /** What its texts say in encodings, as of the body of a message; gives the files that stood in one. */
  #keepDecoded(file: Named, { pieces = [] }: Content): Child[] {
    return pieces.flatMap(({ text, place = {} }) => {
      const { texts, files, cut } = decodeText(text)
      const read = texts.map((one) => ({ text: one.text, place: { ...place, encoded: true } }))
      this.#keep(file, { pieces: read, troubles: cut ? [{ reason: 'limit', detail: 'encoded texts' }] : [] })
      return files.map(({ name, bytes }) => ({ name, type: '', bytes }))
    })
  }

  #readChild(parent: Named, child: Child): Promise<void> | void {
    const file = named({
      rawName: child.name,
      type: child.type,
      inline: false,
      parent: parent.path,
      depth: parent.depth + 1,
    })
    if (this.#tooMany) return
    if (!child.bytes) return this.#onlyName(file, 0, child.trouble ?? { reason: 'broken' })
    if (file.depth > this.#options.maxDepth)
      return this.#onlyName(file, child.bytes.length, { reason: 'limit', detail: 'depth' })
    const { buffer, byteOffset, byteLength } = child.bytes
    return this.#readFile(file, Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength), child.format)
  }

  /** Messages are read here, not in a process of their own: each lets other work go on first, and its time counts as a reader's does. */
  async #nested(file: Named, bytes: Buffer): Promise<Nested> {
    if (!this.#allowance.textLeft) return { trouble: { reason: 'limit', detail: 'text' } }
    if (this.#allowance.timeLeftMs <= 0) return { trouble: { reason: 'reader-timeout' } }
    await new Promise(setImmediate)
    const startedAt = performance.now()
    const nested = await nestMessage(bytes, file.path)
    this.#allowance.spend('texts' in nested ? { pieces: nested.texts } : {}, performance.now() - startedAt)
    return nested
  }

  async #readMessage(file: Named, identity: Identity, bytes: Buffer, sha256: string): Promise<void> {
    const nested = await this.#nested(file, bytes)
    if (!this.#list(file, identity, bytes.length, sha256, {})) return
    // Mail programs may put the pieces together, or fetch what stands elsewhere (RFC 2046 §5.2.2, §5.2.3).
    if (identity.format === 'fragment') this.#say(file.path, { reason: 'unknown-format', detail: 'fragment' })
    if ('trouble' in nested) return this.#say(file.path, nested.trouble)
    this.#messages.push(nested.message)
    this.#texts.push(...nested.texts)
    this.#unread.push(...nested.unread)
    for (const part of nested.message.parts) {
      if (file.depth >= this.#options.maxDepth)
        this.#say(joinPath(file.path, cleanName(part.name)), { reason: 'limit', detail: 'depth' })
      else await this.readPart(part, file.path, file.depth + 1)
    }
  }
}
