/** Properties of Outlook items (MS-OXCDATA §2.11, MS-OXPROPS): what TNEF files and .msg files both consist of. */

export const TYPE = { LONG: 3, OBJECT: 0x0d, STRING8: 0x1e, UNICODE: 0x1f, BINARY: 0x102, MULTIPLE: 0x1000 } as const

export const TAG = {
  messageClass: 0x001a,
  subject: 0x0037,
  representingName: 0x0042,
  representingAddress: 0x0065,
  senderName: 0x0c1a,
  senderAddress: 0x0c1f,
  displayBcc: 0x0e02,
  displayCc: 0x0e03,
  displayTo: 0x0e04,
  body: 0x1000,
  compressedRtf: 0x1009,
  html: 0x1013,
  displayName: 0x3001,
  address: 0x3003,
  attachData: 0x3701,
  attachName: 0x3704,
  attachLongName: 0x3707,
  attachPath: 0x3708,
  attachLongPath: 0x370d,
  attachType: 0x370e,
  smtpAddress: 0x39fe,
  internetCodePage: 0x3fde,
  messageCodePage: 0x3ffd,
} as const

/** Above this, identifiers are given out per file to properties with a name. */
export const FIRST_NAMED = 0x8000

export type Property = Readonly<{ id: number; type: number; values: readonly Buffer[] }>

// Windows code pages that do not bear a number in the names of the WHATWG Encoding Standard.
const LABELS: Readonly<Record<number, string>> = {
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  1200: 'utf-16le',
  20127: 'windows-1252',
  20866: 'koi8-r',
  21866: 'koi8-u',
  54936: 'gb18030',
  65001: 'utf-8',
}

/** Unknown ones read as Western European, as Outlook does here. */
export const decoderOf = (codePage: number): InstanceType<typeof TextDecoder> => {
  const latin = codePage > 28590 && codePage < 28606 ? `iso-8859-${codePage - 28590}` : undefined
  try {
    return new TextDecoder(LABELS[codePage] ?? latin ?? `windows-${codePage}`)
  } catch {
    return new TextDecoder('windows-1252')
  }
}

const utf16 = new TextDecoder('utf-16le')
const single = (type: number): number => type & ~TYPE.MULTIPLE
const isText = (type: number): boolean => single(type) === TYPE.STRING8 || single(type) === TYPE.UNICODE

// What stands behind the end of a string is no part of it, but programs differ in where that is: nothing is dropped.
const tidy = (text: string): string =>
  text
    .replace(/\0{1,8}$/, '')
    .replaceAll('\0', ' ')
    .replaceAll('\r\n', '\n')

/** One item, recipient or attachment. A property that is there twice is read twice: programs take the first or the last. */
export class Properties {
  readonly #all: Property[] = []
  /** Code page of 8-bit strings where the item names none itself. */
  codePage = 1252

  add(property: Property): void {
    this.#all.push(property)
  }

  *[Symbol.iterator](): IterableIterator<Property> {
    yield* this.#all
  }

  #of(id: number): Property[] {
    return this.#all.filter((property) => property.id === id)
  }

  number(id: number): number | undefined {
    const value = this.#of(id)[0]?.values[0]
    return value && value.length >= 4 ? value.readUInt32LE(0) : undefined
  }

  /** Content of binary and object properties, largest first. */
  bytes(id: number): Buffer[] {
    return this.#of(id)
      .filter(({ type }) => !isText(type))
      .flatMap(({ values }) => values)
      .sort((a, b) => b.length - a.length)
  }

  /** All different texts of a property, none of them empty. */
  texts(id: number): string[] {
    return [...new Set(this.#of(id).flatMap((property) => this.textOf(property)))]
  }

  text(id: number): string {
    return this.texts(id)[0] ?? ''
  }

  textOf({ type, values }: Property): string[] {
    if (!isText(type)) return []
    const decoder = single(type) === TYPE.UNICODE ? utf16 : decoderOf(this.codePage)
    return values.map((value) => tidy(decoder.decode(value))).filter((text) => text.trim() !== '')
  }
}
