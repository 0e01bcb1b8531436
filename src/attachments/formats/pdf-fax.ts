/**
 * Pages as fax machines and office copiers keep them: black and white, packed by CCITT group 3 or 4 (ITU-T T.4, T.6).
 * The reader of PDF does not unpack those. A TIFF holds the very same bytes, and for that there is a decoder, so each is
 * taken out as it is and given the head of a TIFF. Streams are found by their mark, as none lies inside another.
 */
const MARK = '/CCITTFaxDecode'
const DICTIONARY = 1_500
const MAX_STREAM = 20_000_000

const numberOf = (dictionary: string, key: string): number | undefined => {
  const found = new RegExp(`/${key}\\s{0,4}(-?\\d{1,9})(?!\\s{1,4}\\d{1,5}\\s{1,4}R)`).exec(dictionary)?.[1]
  return found === undefined ? undefined : Number(found)
}

/** The dictionary around the mark and where its stream begins; undefined when other filters stand before or behind. */
const streamAt = (bytes: Buffer, mark: number): { dictionary: string; start: number } | undefined => {
  const from = Math.max(0, bytes.lastIndexOf(' obj', mark), mark - DICTIONARY)
  const word = bytes.indexOf('stream', mark)
  if (word < 0 || word - mark > DICTIONARY) return undefined
  const dictionary = bytes.toString('latin1', from, word)
  if (/\/(?:Flate|LZW|ASCII|DCT|RunLength)/.test(dictionary)) return undefined
  return { dictionary, start: word + (bytes[word + 6] === 0x0d ? 8 : 7) }
}

/** A TIFF of one strip (TIFF 6.0 §11). T.6 is compression 4, T.4 is 3, with its two dimensions in option 292. */
const asTiff = (data: Buffer, width: number, height: number, k: number): Buffer => {
  const tags: readonly (readonly [tag: number, value: number])[] = [
    [256, width],
    [257, height],
    [258, 1],
    [259, k < 0 ? 4 : 3],
    [262, 0],
    [273, 8],
    [277, 1],
    [278, height],
    [279, data.length],
    [292, k > 0 ? 1 : 0],
  ]
  const directory = Buffer.alloc(2 + tags.length * 12 + 4)
  directory.writeUInt16LE(tags.length)
  for (const [i, [tag, value]] of tags.entries()) {
    directory.writeUInt16LE(tag, 2 + i * 12)
    directory.writeUInt16LE(4, 4 + i * 12)
    directory.writeUInt32LE(1, 6 + i * 12)
    directory.writeUInt32LE(value, 10 + i * 12)
  }
  const padded = data.length % 2 === 0 ? data : Buffer.concat([data, Buffer.alloc(1)])
  const head = Buffer.from('49492a0000000000', 'hex')
  head.writeUInt32LE(8 + padded.length, 4)
  return Buffer.concat([head, padded, directory])
}

const readOne = (bytes: Buffer, mark: number): Buffer | undefined => {
  const found = streamAt(bytes, mark)
  if (!found) return undefined
  const { dictionary, start } = found
  const width = numberOf(dictionary, 'Columns') ?? numberOf(dictionary, 'Width')
  const height = numberOf(dictionary, 'Height') ?? numberOf(dictionary, 'Rows')
  // A length that stands in another object is not looked up: the word that ends every stream is.
  const declared = numberOf(dictionary, 'Length')
  const end = declared === undefined ? bytes.indexOf('endstream', start) : start + declared
  if (!width || !height || end <= start || end > bytes.length || end - start > MAX_STREAM) return undefined
  // Whatever the PDF says the bits mean (BlackIs1, Decode, a stencil): ink is what the fax machine saw as black.
  return asTiff(bytes.subarray(start, end), width, height, numberOf(dictionary, 'K') ?? 0)
}

/** At most so many pages, in the order of the file. */
export const faxPages = (bytes: Buffer, most: number): Buffer[] => {
  const found: Buffer[] = []
  for (let at = bytes.indexOf(MARK); at >= 0 && found.length < most; at = bytes.indexOf(MARK, at + MARK.length)) {
    const page = readOne(bytes, at)
    if (page) found.push(page)
  }
  return found
}
