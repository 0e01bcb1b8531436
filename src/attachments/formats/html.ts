/** HTML as a mail program and a browser show it: the same walk as for the body of a message, hidden text apart. */
import { readHtml } from '../../message/message.ts'
import type { Child, Piece, Reader } from '../reading.ts'
import { decodeMarkup } from './charset.ts'

const textOf = (lines: readonly Readonly<{ text: string }>[]): string => lines.map(({ text }) => `${text}\n`).join('')

// A page may carry a file and save it by a script or a link ("HTML smuggling", MITRE T1027.006). Pictures and fonts of a
// saved page are no such files.
const CARRIED = /data:([a-z]{1,20}\/[\w.+-]{1,100});base64,([A-Za-z0-9+/]{40,}={0,2})/g
const PART_OF_A_PAGE =
  /^(?:image|font|text\/css|text\/javascript|application\/(?:javascript|font|x-font|vnd\.ms-fontobject))/
const MAX_CARRIED = 50

const carriedFiles = (html: string): Child[] => {
  const found: Child[] = []
  for (const [, type, data] of html.matchAll(CARRIED))
    if (found.length < MAX_CARRIED && !PART_OF_A_PAGE.test(type!))
      found.push({
        name: `${type!.split('/')[1]}${found.length + 1}`,
        type: type!,
        bytes: Buffer.from(data!, 'base64'),
      })
  return found
}

const cut = (text: string, limit: number, place?: Piece['place']): Piece[] =>
  text.trim() === '' ? [] : [{ text: text.slice(0, limit), ...(place ? { place } : {}) }]

const htmlPieces = (html: string, maxTextChars: number): { pieces: Piece[]; full: boolean; deep: boolean } => {
  const { lines, hidden, links, cut: deep } = readHtml(html)
  const seen = textOf(lines)
  const addresses = links.map(({ href }) => href).filter((href) => /^(?:https?|mailto|tel|sms|ftp):/i.test(href))
  const aside = `${textOf(hidden)}${[...new Set(addresses)].map((line) => `${line}\n`).join('')}`
  return {
    pieces: [...cut(seen, maxTextChars), ...cut(aside, maxTextChars, { hidden: true })],
    full: seen.trimEnd().length > maxTextChars || aside.trimEnd().length > maxTextChars,
    deep,
  }
}

export const readHtmlFile: Reader['read'] = (bytes, { maxTextChars }) => {
  const html = decodeMarkup(bytes)
  const { pieces, full, deep } = htmlPieces(html, maxTextChars)
  const text = full ? [{ reason: 'limit', detail: 'text' } as const] : []
  const troubles = deep ? [...text, { reason: 'limit', detail: 'nesting' } as const] : text
  return { pieces, children: carriedFiles(html), troubles }
}
