/** Addresses with letters of two alphabets: "smаrtschool.be" with a Cyrillic а is another place than it seems to be. */
import { domainToUnicode } from './punycode.ts'
import { webAddress } from './web-addresses.ts'

const LATIN = /\p{Script=Latin}/u
const FOREIGN = /(?!\p{Script=Latin})\p{L}/gu
const MOST_LETTERS = 5
const MOST_ADDRESSES = 5

const WORD = /[^\s<>"'“”„«»()[\],;]{4,300}/gu
const ADDRESS = /@|:\/\/|^www\.|^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+\.?$/u

/** The host of a web address: what comes after it may be in any language. */
const named = (address: string): string => (address.includes('://') ? (webAddress(address)?.host ?? '') : address)

const unicodeOf = (address: string): string => {
  const at = address.lastIndexOf('@') + 1
  return address.slice(0, at) + domainToUnicode(address.slice(at).toLowerCase())
}

/** The letters that are not Latin in an address that also has Latin ones; '' when all are of one alphabet. */
export const foreignLetters = (address: string): string => {
  const name = unicodeOf(named(address))
  if (!LATIN.test(name)) return ''
  return [...new Set(name.match(FOREIGN) ?? [])].slice(0, MOST_LETTERS).join('')
}

/** Such addresses in a text. */
export const mixedAddresses = (text: string): readonly string[] => {
  const words = text.match(WORD) ?? []
  const mixed = words.filter((word) => ADDRESS.test(word) && foreignLetters(word) !== '')
  return [...new Set(mixed)].slice(0, MOST_ADDRESSES)
}
