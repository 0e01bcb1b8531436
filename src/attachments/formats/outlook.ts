/**
 * Outlook messages and templates (MS-OXMSG: .msg, .oft): a compound file with a storage for each item, recipient and
 * attachment, and a stream for each longer property.
 */
import { formatOfName } from '../formats.ts'
import { type Child, type Content, type Reader, type ReaderContext, type Trouble, Unreadable } from '../reading.ts'
import { Properties, TAG, TYPE } from './mapi.ts'
import { readOle } from './ole.ts'
import { attachmentOf, type Item, readItem } from './outlook-item.ts'
import { openStorage, type Storage, type Stream } from './outlook-storage.ts'
import { writeTnef } from './tnef-writer.ts'

const FIXED = '__properties_version1.0'
const LONG = /^__substg1\.0_([0-9a-f]{4})([0-9a-f]{4})(?:-[0-9a-f]{8})?$/i
const EMBEDDED = '__substg1.0_3701000D'
const ATTACHMENT = '__attach_version1.0_'
const RECIPIENT = '__recip_version1.0_'
const ENTRY = 16
// Deeper ones would not be opened anyway, and each level is copied into the one around it.
const MAX_DEPTH = 8

class OutlookWalk {
  readonly #maxFiles: number
  readonly troubles: Trouble[] = []

  constructor(maxFiles: number) {
    this.#maxFiles = maxFiles
  }

  /** A stream that cannot be read leaves the others. */
  #attempt(stream: Stream): Buffer {
    try {
      return stream.read()
    } catch (error) {
      this.troubles.push(error instanceof Unreadable ? error.trouble : { reason: 'broken', detail: 'stream' })
      return Buffer.alloc(0)
    }
  }

  #addFixed(stream: Stream, into: Properties): void {
    const bytes = this.#attempt(stream)
    // §2.4: behind a header of 8, 24 or 32 bytes, whose numbers read as properties that nobody asks for. Values that are no
    // reference to a stream stand in the entry itself; only numbers are of use here.
    for (let at = bytes.length % ENTRY; at + ENTRY <= bytes.length; at += ENTRY) {
      const tag = bytes.readUInt32LE(at)
      if ((tag & 0xffff) === TYPE.LONG)
        into.add({ id: tag >>> 16, type: TYPE.LONG, values: [bytes.subarray(at + 8, at + 16)] })
    }
  }

  properties(storage: Storage): Properties {
    const found = new Properties()
    for (const stream of storage.streams) {
      const long = LONG.exec(stream.name)
      if (long) found.add({ id: parseInt(long[1]!, 16), type: parseInt(long[2]!, 16), values: [this.#attempt(stream)] })
      else if (stream.name === FIXED) this.#addFixed(stream, found)
    }
    return found
  }

  item(storage: Storage, codePage: number, depth: number): Item {
    const properties = this.properties(storage)
    properties.codePage = properties.number(TAG.messageCodePage) ?? properties.number(TAG.internetCodePage) ?? codePage
    const inner = (prefix: string): Storage[] => storage.storages.filter(({ name }) => name.startsWith(prefix))
    const recipients = inner(RECIPIENT).map((one) => this.properties(one))
    for (const one of recipients) one.codePage = properties.codePage
    const attached = inner(ATTACHMENT)
    if (attached.length > this.#maxFiles) this.troubles.push({ reason: 'limit', detail: 'files' })
    const hanging = attached.slice(0, this.#maxFiles).map((one) => this.#attachment(one, properties.codePage, depth))
    return {
      properties,
      recipients,
      children: hanging.flatMap(({ children }) => children),
      links: hanging.flatMap(({ links }) => links),
      troubles: [],
    }
  }

  #attachment(storage: Storage, codePage: number, depth: number): ReturnType<typeof attachmentOf> {
    const properties = this.properties(storage)
    properties.codePage = codePage
    const object = storage.storages.find(({ name }) => name.toUpperCase() === EMBEDDED.toUpperCase())
    if (!object) return attachmentOf(properties)
    const name = properties.text(TAG.displayName) || properties.text(TAG.attachLongName)
    return { children: [this.#object(object, name, codePage, depth)], links: [] }
  }

  /** Inside another item the trouble is told of the whole file: TNEF has no place for it. */
  #closed(name: string, depth: number, trouble: Trouble): Child {
    if (depth === 0) return { name, type: '', trouble }
    this.troubles.push(trouble)
    return { name, type: '' }
  }

  /** A message inside is handed up as TNEF, which is the same properties in one stream; other objects belong to a program. */
  #object(storage: Storage, name: string, codePage: number, depth: number): Child {
    if (!storage.streams.some((stream) => stream.name === FIXED))
      return this.#closed(name, depth, { reason: 'unknown-format', detail: 'object' })
    if (depth >= MAX_DEPTH) return this.#closed(name, depth, { reason: 'limit', detail: 'depth' })
    return { name: `${name}.msg`, type: '', bytes: writeTnef(this.item(storage, codePage, depth + 1)) }
  }
}

const isMessage = ({ streams }: Storage): boolean => streams.some(({ name }) => name === FIXED)

// A Word file with the streams of a message in it would be opened by Word: it is read both ways.
const DOCUMENTS = /^(?:worddocument|workbook|book|powerpoint document|encryptedpackage)$/i
const isDocument = ({ streams }: Storage): boolean => streams.some(({ name }) => DOCUMENTS.test(name))

const readMessage = async (root: Storage, context: ReaderContext): Promise<Content> => {
  const walk = new OutlookWalk(context.maxFiles)
  const item = walk.item(root, 1252, 0)
  return readItem({ ...item, troubles: walk.troubles }, context)
}

const BROKEN: Content = { troubles: [{ reason: 'broken', detail: 'outlook' }] }
const isNamed = ({ name }: ReaderContext): boolean => formatOfName(name) === 'outlook'

const joined = (contents: readonly Content[]): Content => ({
  pieces: contents.flatMap(({ pieces = [] }) => pieces),
  children: contents.flatMap(({ children = [] }) => children),
  troubles: contents.flatMap(({ troubles = [] }) => troubles),
  properties: Object.assign({}, ...contents.map(({ properties }) => properties)),
  macros: contents.some(({ macros }) => macros === true),
})

export const readOutlook: Reader['read'] = async (bytes, context) => {
  const root = openStorage(bytes, context.maxUnpackedBytes)
  const item = isMessage(root) ? await readMessage(root, context) : {}
  if (isMessage(root) && !isDocument(root)) return item
  const document = await readOle(bytes, { ...context, format: 'ole' })
  return joined(isNamed(context) ? [BROKEN, item, document] : [item, document])
}
