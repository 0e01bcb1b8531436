/** Web addresses as a careful reader takes them apart: who really owns the host, and what it pretends to be. */

import { fold } from '../message/message.ts'
import { domainToUnicode } from './punycode.ts'

export type WebAddress = Readonly<{ scheme: string; user: string; host: string; path: string }>

const PARTS = /^([a-z][a-z0-9+.-]{1,15}):(?:\/\/)?(?:([^/?#@\s]{1,100})@)?([^/?#:\s@]{1,253})(?::\d{1,5})?([/?#]\S*)?$/i
// A country's second level, under which names are sold: "school.co.uk" is three labels.
const SECOND_LEVEL = new Set([
  'co.uk',
  'ac.uk',
  'org.uk',
  'gov.uk',
  'com.tr',
  'com.br',
  'com.au',
  'co.za',
  'ac.be',
  'co.nl',
  'sch.uk',
])

export const webAddress = (href: string): WebAddress | undefined => {
  const match = PARTS.exec(href.trim().slice(0, 2000))
  if (!match) return undefined
  return {
    scheme: match[1]!.toLowerCase(),
    user: match[2] ?? '',
    host: match[3]!.toLowerCase().replace(/\.$/, ''),
    path: match[4] ?? '',
  }
}

/** The part of a host that somebody owns: "login.school.example" → "school.example". */
export const ownedPart = (host: string): string => {
  const labels = host.split('.')
  const count = SECOND_LEVEL.has(labels.slice(-2).join('.')) ? 3 : 2
  return labels.slice(-count).join('.')
}

/** Letters that look alike made one: "rnicros0ft" and "microsoft" are the same to a hurried eye. */
export const skeleton = (label: string): string =>
  fold(domainToUnicode(label))
    .replace(/rn/g, 'm')
    .replace(/vv/g, 'w')
    .replace(/0/g, 'o')
    .replace(/[1|]/g, 'l')
    .replace(/5/g, 's')
    .replace(/3/g, 'e')
    .replace(/i/g, 'l')
    .replace(/-/g, '')

/** One letter added, lost, changed or swapped. */
export const isOneOff = (a: string, b: string): boolean => {
  if (a === b || Math.abs(a.length - b.length) > 1) return false
  let i = 0
  while (i < a.length && i < b.length && a[i] === b[i]) i++
  const [x, y] = [a.slice(i), b.slice(i)]
  return (
    x.slice(1) === y.slice(1) ||
    x.slice(1) === y ||
    x === y.slice(1) ||
    (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2))
  )
}
