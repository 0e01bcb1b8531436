/** Bytes to text, for the charsets that mail programs decode; and what else such a program may make of the same bytes. */
import { isAscii, isUtf8 } from 'node:buffer'
import { type Way, wayOf } from './charset-labels.ts'
import { CODE_PAGES, decodePage } from './code-pages.ts'
import { hzAsGb, koreanAsEuc } from './shifted.ts'
import { decodeUtf7 } from './utf-7.ts'
import { isWide, widths } from './wide.ts'

const decoders = new Map<string, InstanceType<typeof TextDecoder>>()

const by = (name: string, bytes: Buffer): string => {
  const known = decoders.get(name) ?? new TextDecoder(name)
  decoders.set(name, known)
  return known.decode(bytes)
}

const LOST = /\ufffd/g
const BEYOND_ASCII = /[\u0080-\ufffc]/g

/** How often a sign occurs in the head of a text: enough to tell the one spelling from the other. */
const count = (text: string, sign: RegExp): number => text.slice(0, 65_536).match(sign)?.length ?? 0

export type Decoded = Readonly<{
  text: string
  /** The charset is none that we read: its text may say something else to a reader who knows it. */
  unknown: boolean
  /** Bytes and charset do not fit together, so that mail programs may show different text. */
  guessed: boolean
}>

const sure = (text: string): Decoded => ({ text, unknown: false, guessed: false })

/**
 * Text without a usable charset: UTF-8 where it is valid, else what western mail programs fall back to, unless most of it
 * is UTF-8 and a few bytes were damaged.
 */
const guess = (bytes: Buffer): Decoded => {
  const text = by('utf-8', bytes)
  if (isUtf8(bytes)) return sure(text)
  const damaged = count(text, BEYOND_ASCII) > 2 * count(text, LOST)
  return { text: damaged ? text : by('windows-1252', bytes), unknown: false, guessed: true }
}

const read = (bytes: Buffer, way: Way): Decoded => {
  switch (way.by) {
    case 'web':
      return sure(by(way.name, bytes))
    case 'page':
      return sure(decodePage(bytes, CODE_PAGES[way.name]!))
    case 'utf-7':
      return sure(decodeUtf7(bytes))
    case 'hz':
      return sure(by('gbk', hzAsGb(bytes)))
    case 'iso-2022-kr':
      return sure(by('euc-kr', koreanAsEuc(bytes)))
    case 'utf-16':
    case 'utf-32': {
      const { marked, texts } = widths(bytes, way.by === 'utf-16' ? 2 : 4)
      return { text: texts[0]!, unknown: false, guessed: !marked }
    }
    default:
      return guess(bytes)
  }
}

/** The same signs mean the same in nearly all charsets, these excepted. */
const isPlain = (way: Way): boolean =>
  way.by === 'guess' ||
  way.by === 'utf-8' ||
  way.by === 'page' ||
  (way.by === 'web' && !/^(?:utf-16|iso-2022)/.test(way.name))

export const decodeCharset = (bytes: Buffer, charset: string): Decoded => {
  const way = wayOf(charset)
  if (isPlain(way) && isAscii(bytes)) return sure(bytes.toString('latin1'))
  const decoded = read(bytes, way)
  return way.by === 'unknown' ? { ...decoded, unknown: true, guessed: true } : decoded
}

const HEAD = 4_096
const isWideAll = (bytes: Buffer): boolean => isWide(bytes) && (bytes.length < HEAD || isWide(bytes.subarray(-HEAD)))

/** What eight-bit letters are to a program that does not know the charset, or does not believe the label. */
const otherLetters = (bytes: Buffer, way: Way): readonly string[] => {
  if (isAscii(bytes)) return isPlain(way) || isWide(bytes) ? [] : [by('utf-8', bytes)]
  if ((way.by === 'utf-16' || way.by === 'utf-32') && isWideAll(bytes)) return []
  if (isUtf8(bytes)) return [by('utf-8', bytes)]
  return way.by === 'web' || way.by === 'page' ? [] : [by('utf-8', bytes), by('windows-1252', bytes)]
}

/**
 * What other programs may show for the same bytes: a wrong label is obeyed by some, and others look at the bytes. A mark at
 * the head goes before any label in browsers (WHATWG Encoding §6). `named`: what the page says of itself.
 */
export const otherReadings = (bytes: Buffer, charset: string, named = ''): readonly string[] => {
  const way = wayOf(charset)
  const other = wayOf(named)
  const wide = isWide(bytes) || way.by === 'utf-16' || way.by === 'utf-32'
  if (!wide && isAscii(bytes) && isPlain(way) && isPlain(other)) return []
  // What nearly all mail is: the label says UTF-8 and so do the bytes.
  if (!wide && way.by === 'utf-8' && isUtf8(bytes)) return []
  const texts = [...otherLetters(bytes, way)]
  // Servers write mail anew in UTF-8, say so, and leave the page as it was.
  const settled = way.by === 'utf-8' && isUtf8(bytes)
  if (!settled && other.by !== 'guess' && other.by !== 'unknown') texts.push(read(bytes, other).text)
  if (wide) texts.push(...widths(bytes, way.by === 'utf-32' ? 4 : 2).texts)
  const main = decodeCharset(bytes, charset).text
  return [...new Set(texts)].filter((text) => text !== main)
}
