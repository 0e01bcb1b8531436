/** XML parts of office files, walked as a stream of tags and words. */
import { SaxesParser } from 'saxes'
import { Unreadable } from '../reading.ts'
import { decodeMarkup } from './charset.ts'

export type Attributes = Readonly<Record<string, string>>

export type XmlVisitor = Readonly<{
  /** `name` is without its prefix: producers choose prefixes freely, and "w:t" and "x:t" are the same to us. */
  open?: (name: string, attributes: Attributes, fullName: string) => void
  text?: (text: string) => void
  close?: (name: string, fullName: string) => void
}>

const CHUNK = 65_536
const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/** An attribute by its local name. */
export const attribute = (attributes: Attributes, name: string): string | undefined => {
  if (name in attributes) return attributes[name]
  const key = Object.keys(attributes).find((full) => local(full) === name)
  return key === undefined ? undefined : attributes[key]
}

export const walkXml = (bytes: Buffer, visitor: XmlVisitor, stop: () => boolean = () => false): void => {
  const parser = new SaxesParser({ position: false })
  // Office files never declare a document type. One that does wants entities expanded: a few lines become gigabytes
  // (CWE-776), or a text is put together that other readers see differently.
  parser.on('doctype', () => {
    throw new Unreadable('broken', 'doctype')
  })
  parser.on('error', () => {
    throw new Unreadable('broken', 'xml')
  })
  parser.on('opentag', (tag) => visitor.open?.(local(tag.name), tag.attributes as Attributes, tag.name))
  parser.on('closetag', (tag) => visitor.close?.(local(tag.name), tag.name))
  parser.on('text', (text) => visitor.text?.(text))
  parser.on('cdata', (text) => visitor.text?.(text))
  const xml = decodeMarkup(bytes)
  for (let at = 0; at < xml.length; at += CHUNK) {
    if (stop()) return
    parser.write(xml.slice(at, at + CHUNK))
  }
  parser.close()
}
