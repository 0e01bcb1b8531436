/** Rich text (RTF 1.9): the words without the marks. A hand-written walk, since the format is a stack of groups. */
import type { Child, Reader, Trouble } from '../reading.ts'
import { TextBuilder } from '../text-builder.ts'
import { unsymbol } from './office-words.ts'
import { readRtfObject } from './rtf-objects.ts'
import {
  BREAKS,
  type Decoder,
  decoderOf,
  labelOfCharset,
  labelOfCodePage,
  type Mode,
  modeOf,
  SIGNS,
} from './rtf-words.ts'

type Group = {
  mode: Mode
  hidden: boolean
  skipAfterUnicode: number
  decoder: Decoder
  inFonts: boolean
  apart: boolean
}

const WORD = /([a-zA-Z]{1,32})(-?\d{1,10})? ?/y
const RUN = /[^\\{}\r\n\x80-\xff]{1,65536}/y
const MAX_GROUPS = 10_000
const MAX_OBJECTS = 1_000

class RtfWalk {
  readonly seen: TextBuilder
  readonly hidden: TextBuilder
  readonly aside: TextBuilder
  readonly children: Child[] = []
  readonly troubles: Trouble[] = []
  readonly #rtf: string
  readonly #groups: Group[] = []
  readonly #fonts = new Map<number, Decoder>()
  #now: Group
  #plain: Decoder
  #font = 0
  /** The file ends inside a group. Some programs forget the last sign; without a word it is half a file. */
  cutShort = false
  #skip = 0
  #deeper = 0
  #at = 0
  #bytes: number[] = []
  #object: string[] = []
  #objects = 0

  constructor(rtf: string, maxTextChars: number) {
    this.#rtf = rtf
    this.seen = new TextBuilder(maxTextChars)
    this.hidden = new TextBuilder(maxTextChars)
    this.aside = new TextBuilder(maxTextChars)
    this.#plain = decoderOf('windows-1252')
    this.#now = { mode: 'seen', hidden: false, skipAfterUnicode: 1, decoder: this.#plain, inFonts: false, apart: false }
  }

  run(): void {
    while (this.#at < this.#rtf.length && !this.seen.full) {
      const char = this.#rtf[this.#at]!
      this.#at += 1
      if (char === '{') this.#open()
      else if (char === '}') this.#close()
      else if (char === '\\') this.#control()
      else if (char !== '\r' && char !== '\n') this.#plainText(char)
    }
    this.#flush()
    if (this.#object.length > 0) this.#endObject()
    this.cutShort = this.#groups.length > 0
    // An object that has no data here, or none that we can take out.
    if (this.#objects > this.children.length) this.troubles.push({ reason: 'unknown-format', detail: 'rtf-object' })
  }

  get #out(): TextBuilder {
    return this.#now.mode === 'aside' ? this.aside : this.#now.hidden ? this.hidden : this.seen
  }

  #open(): void {
    this.#flush()
    this.#skip = 0
    if (this.#groups.length < MAX_GROUPS) this.#groups.push({ ...this.#now })
    else if (this.#deeper++ === 0) this.troubles.push({ reason: 'limit', detail: 'depth' })
    this.#now.apart = false
  }

  #close(): void {
    this.#flush()
    this.#skip = 0
    if (this.#deeper > 0) this.#deeper -= 1
    else {
      const { mode, apart } = this.#now
      if (apart && mode === 'seen') this.#out.endWord()
      this.#now = this.#groups.pop() ?? this.#now
      if (mode === 'aside' && this.#now.mode !== 'aside') this.aside.endLine()
      if (mode === 'object' && this.#now.mode !== 'object') this.#endObject()
    }
  }

  #endObject(): void {
    const child = readRtfObject(this.#object.join(''), this.children.length + 1)
    this.#object = []
    if (child && this.children.length < MAX_OBJECTS) this.children.push(child)
  }

  #plainText(char: string): void {
    if (char > '\x7f' && this.#now.mode !== 'object') this.#byte(char.charCodeAt(0))
    else this.#run(char)
  }

  #run(char: string): void {
    RUN.lastIndex = this.#at - 1
    const run = RUN.exec(this.#rtf)?.[0] ?? char
    this.#at += run.length - 1
    if (this.#now.mode === 'object') this.#object.push(run)
    else this.#sayRun(run)
  }

  #sayRun(run: string): void {
    this.#flush()
    const skipped = Math.min(this.#skip, run.length)
    this.#skip -= skipped
    if (this.#now.mode === 'seen' || this.#now.mode === 'aside') this.#out.add(run.slice(skipped))
  }

  #say(text: string): void {
    this.#flush()
    if (this.#skip > 0) this.#skip -= 1
    else if (this.#now.mode === 'seen' || this.#now.mode === 'aside') this.#out.add(text)
  }

  // A letter of an eastern code page is two bytes: they are decoded together, when the run of bytes ends.
  #byte(code: number): void {
    if (this.#skip > 0) this.#skip -= 1
    else this.#bytes.push(code)
  }

  #flush(): void {
    if (this.#bytes.length === 0) return
    const text = this.#now.decoder.decode(Uint8Array.from(this.#bytes))
    this.#bytes = []
    if (this.#now.mode === 'seen' || this.#now.mode === 'aside') this.#out.add(text)
  }

  #control(): void {
    const next = this.#rtf[this.#at] ?? ''
    WORD.lastIndex = this.#at
    const match = WORD.exec(this.#rtf)
    if (next === "'") {
      const code = Number.parseInt(this.#rtf.slice(this.#at + 1, this.#at + 3), 16)
      this.#at += 3
      if (!Number.isNaN(code)) this.#byte(code)
    } else if (match) {
      this.#at = WORD.lastIndex
      this.#flush()
      this.#word(match[1]!, match[2] === undefined ? undefined : Number(match[2]))
    } else {
      this.#at += 1
      this.#flush()
      this.#symbol(next)
    }
  }

  #symbol(next: string): void {
    // What no reader needs to know is kept aside, unless the word that follows says better.
    if (next === '*' && this.#now.mode === 'seen') this.#now.mode = 'aside'
    else if (next === '~') this.#say(' ')
    else if (next === '_') this.#say('-')
    else if (next === '\n' || next === '\r') this.#out.endLine()
    else if (next === '\\' || next === '{' || next === '}') this.#say(next)
  }

  #word(name: string, argument: number | undefined): void {
    const on = argument !== 0
    if (this.#skip > 0 && name !== 'u' && name !== 'bin') this.#skip -= 1
    if (name === 'u') this.#unicode(argument ?? 0)
    else if (name === 'bin') this.#at += Math.max(0, argument ?? 0)
    else if (name === 'uc') this.#now.skipAfterUnicode = Math.max(0, argument ?? 1)
    else if (name === 'object') this.#objects += 1
    else if (name === 'v' || name === 'deleted') this.#now.hidden = on
    else if (name === 'plain') this.#now.hidden = false
    else if (name === 'ansicpg') this.#now.decoder = this.#plain = decoderOf(labelOfCodePage(argument ?? 1252))
    else if (name === 'mac') this.#now.decoder = this.#plain = decoderOf('macintosh')
    else if (name === 'f') this.#useFont(argument ?? 0)
    else if (name === 'fcharset') this.#fontCharset(argument ?? 0)
    else if (BREAKS.has(name)) this.#break()
    else if (SIGNS[name] !== undefined) this.#say(SIGNS[name])
    else this.#destination(name)
  }

  #destination(name: string): void {
    const mode = modeOf(name)
    if (mode === undefined) return
    // Text inside a picture or a list of fonts stays what it is, whatever stands in it; a title inside the info group speaks.
    if (this.#now.mode === 'object') return
    this.#now.mode = mode
    this.#now.inFonts = name === 'fonttbl'
    if (mode === 'aside') this.aside.endLine()
    // The result of a field is a part of its sentence.
    this.#now.apart = name !== 'fldrslt' && name !== 'result'
    if (mode === 'seen' && this.#now.apart) this.#out.endWord()
  }

  #break(): void {
    if (this.#now.mode !== 'seen' && this.#now.mode !== 'aside') return
    this.#out.add('\n')
    this.hidden.endLine()
  }

  #useFont(font: number): void {
    this.#font = font
    if (!this.#now.inFonts) this.#now.decoder = this.#fonts.get(font) ?? this.#plain
  }

  #fontCharset(charset: number): void {
    const label = labelOfCharset(charset)
    if (label && this.#now.inFonts) this.#fonts.set(this.#font, decoderOf(label))
  }

  #unicode(code: number): void {
    this.#skip = 0
    this.#say(unsymbol(String.fromCharCode(code < 0 ? code + 65_536 : code)))
    this.#skip = this.#now.skipAfterUnicode
  }
}

const tidy = (text: string): string => text.replaceAll('\t\n', '\n')

/** Codes of fields, tips and names, without the numbers and signs that stand there too. */
const wordsAside = (text: string): string =>
  [...new Set(text.split('\n').map((line) => line.replace(/;+$/, '').trim()))]
    .filter((line) => /\p{L}{2}|\d{4}/u.test(line) && !/^(?:[0-9a-f]{8,}|[\d;(),-]*)$/i.test(line))
    .map((line) => `${line}\n`)
    .join('')

export const readRtf: Reader['read'] = (bytes, { maxTextChars }) => {
  const walk = new RtfWalk(bytes.toString('latin1'), maxTextChars)
  walk.run()
  const aside = wordsAside(walk.aside.take()[0]?.text ?? '')
  const pieces = [...walk.seen.take(), ...walk.hidden.take({ hidden: true })]
  if (walk.cutShort && pieces.length === 0) walk.troubles.push({ reason: 'broken', detail: 'rtf' })
  return {
    pieces: [
      ...pieces.map((piece) => ({ ...piece, text: tidy(piece.text) })),
      ...(aside ? [{ text: aside, place: { hidden: true } }] : []),
    ],
    children: walk.children,
    troubles: [walk.seen, walk.hidden, walk.aside].flatMap((one) => one.troubles()).concat(walk.troubles),
  }
}
