/**
 * TNEF (MS-OXTNEF): winmail.dat, in which Outlook wraps a whole message for another Outlook. Attributes in a row, each with
 * a level, a number, a length, data and a checksum; most words stand in lists of properties inside two of them.
 */
import { type Child, type Reader, type Trouble, Unreadable } from '../reading.ts'
import { Properties, TAG, TYPE } from './mapi.ts'
import { attachmentOf, type Item, readItem } from './outlook-item.ts'
import { readProperties, readRows } from './tnef-properties.ts'
import { checksum } from './tnef-writer.ts'

const SIGNATURE = 0x223e9f78
const HEADER = 6
const PADDING: readonly number[] = [0, 0x0d, 0x0a]
// An attribute takes eleven bytes, one that is kept a hundred. Two thousand files have ten thousand.
const MAX_ATTRIBUTES = 20_000

// §2.1.3.3: the lower word of an attribute's number; the upper one is a type that adds nothing.
const ATTRIBUTE = {
  from: 0x8000,
  subject: 0x8004,
  messageClass: 0x8008,
  body: 0x800c,
  attachData: 0x800f,
  attachTitle: 0x8010,
  attachTransportName: 0x9001,
  attachStart: 0x9002,
  properties: 0x9003,
  recipients: 0x9004,
  attachProperties: 0x9005,
  codePage: 0x9007,
} as const

type Attribute = Readonly<{ id: number; data: Buffer }>
type Attached = { title: Buffer[]; data: Buffer[]; properties: Properties }

/** All attributes, the last one cut short if the file is. */
const attributesOf = (bytes: Buffer): { attributes: Attribute[]; troubles: Trouble[] } => {
  const attributes: Attribute[] = []
  const troubles: Trouble[] = []
  let at = HEADER
  while (at < bytes.length) {
    if (attributes.length >= MAX_ATTRIBUTES)
      return { attributes, troubles: [...troubles, { reason: 'limit', detail: 'attributes' }] }
    // Gateways leave a line end behind what they decoded.
    if (at + 9 > bytes.length && bytes.subarray(at).every((byte) => PADDING.includes(byte))) break
    if (at + 9 > bytes.length) return { attributes, troubles: [...troubles, { reason: 'broken', detail: 'cut short' }] }
    const id = bytes.readUInt16LE(at + 1)
    const length = bytes.readUInt32LE(at + 5)
    const data = bytes.subarray(at + 9, at + 9 + length)
    attributes.push({ id, data })
    at += 9 + length + 2
    if (at > bytes.length) return { attributes, troubles: [...troubles, { reason: 'broken', detail: 'cut short' }] }
    // Outlook reads on after a wrong checksum, other programs stop: read, and said.
    if (troubles.length === 0 && checksum(data) !== bytes.readUInt16LE(at - 2))
      troubles.push({ reason: 'broken', detail: 'checksum' })
  }
  return { attributes, troubles }
}

/** §2.1.3.3.3: four lengths, then the name and the address. */
const fromName = (data: Buffer): Buffer => (data.length < 8 ? data : data.subarray(8, 8 + data.readUInt16LE(4)))

class TnefWalk {
  readonly #item = new Properties()
  readonly #recipients: Properties[] = []
  readonly #attached: Attached[] = []
  readonly #troubles: Trouble[]
  readonly #maxFiles: number

  constructor(troubles: readonly Trouble[], maxFiles: number) {
    this.#troubles = [...troubles]
    this.#maxFiles = maxFiles
  }

  take({ id, data }: Attribute): void {
    if (id === ATTRIBUTE.codePage) {
      if (data.length >= 4) this.#item.codePage = data.readUInt32LE(0)
    } else if (id === ATTRIBUTE.subject) this.#say(TAG.subject, data)
    else if (id === ATTRIBUTE.body) this.#say(TAG.body, data)
    else if (id === ATTRIBUTE.messageClass) this.#say(TAG.messageClass, data)
    else if (id === ATTRIBUTE.from) this.#say(TAG.senderName, fromName(data))
    else if (id === ATTRIBUTE.properties) this.#note(readProperties(data, this.#item))
    else if (id === ATTRIBUTE.recipients) this.#note(readRows(data, this.#recipients))
    else this.#takeAttached(id, data)
  }

  #takeAttached(id: number, data: Buffer): void {
    if (id === ATTRIBUTE.attachStart) this.#start()
    else if (id === ATTRIBUTE.attachData) this.#attachment().data.push(data)
    else if (id === ATTRIBUTE.attachTitle || id === ATTRIBUTE.attachTransportName) this.#attachment().title.push(data)
    else if (id === ATTRIBUTE.attachProperties) this.#note(readProperties(data, this.#attachment().properties))
  }

  #start(): void {
    if (this.#attached.length >= this.#maxFiles) throw new Unreadable('limit', 'files')
    this.#attached.push({ title: [], data: [], properties: new Properties() })
  }

  #attachment(): Attached {
    if (this.#attached.length === 0) this.#start()
    return this.#attached.at(-1)!
  }

  #say(id: number, data: Buffer): void {
    this.#item.add({ id, type: TYPE.STRING8, values: [data] })
  }

  #note(trouble: Trouble | undefined): void {
    if (trouble) this.#troubles.push(trouble)
  }

  stop(error: unknown): void {
    this.#note(error instanceof Unreadable ? error.trouble : { reason: 'broken', detail: 'tnef' })
  }

  item(): Item {
    const { codePage } = this.#item
    for (const one of this.#recipients) one.codePage = codePage
    const hanging = this.#attached.map(({ title, data, properties }) => {
      properties.codePage = codePage
      const [name = ''] = title.flatMap((raw) => properties.textOf({ id: 0, type: TYPE.STRING8, values: [raw] }))
      return attachmentOf(properties, name, data)
    })
    return {
      properties: this.#item,
      recipients: this.#recipients,
      children: hanging.flatMap(({ children }): readonly Child[] => children).map(unwrapped),
      links: hanging.flatMap(({ links }) => links),
      troubles: this.#troubles,
    }
  }
}

// An object starts with the number of its interface (§2.1.3.5.1.3): a message inside is TNEF again, an OLE object a compound file.
const OBJECTS = [Buffer.from('789f3e22', 'hex'), Buffer.from('d0cf11e0', 'hex')]
const INTERFACE = 16

const unwrapped = (child: Child): Child => {
  const bytes = child.bytes ?? Buffer.alloc(0)
  const inner = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(INTERFACE)
  return OBJECTS.some((mark) => inner.subarray(0, mark.length).equals(mark)) ? { ...child, bytes: inner } : child
}

export const readTnef: Reader['read'] = (bytes, context) => {
  if (bytes.length < HEADER || bytes.readUInt32LE(0) !== SIGNATURE) throw new Unreadable('broken', 'tnef')
  const { attributes, troubles } = attributesOf(bytes)
  const walk = new TnefWalk(troubles, context.maxFiles)
  try {
    for (const attribute of attributes) walk.take(attribute)
  } catch (error) {
    walk.stop(error)
  }
  return readItem(walk.item(), context)
}
