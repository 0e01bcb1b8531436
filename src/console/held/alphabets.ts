/** A mark beside an address that is not what it seems. */
import { html } from 'hono/html'
import { foreignLetters, mixedAddresses } from '../../detectors/detectors.ts'
import type { Language } from '../../message/message.ts'
import type { View } from '../layout.ts'
import { type Html, shown } from '../shown.ts'
import { CASE_WORDS } from './case-texts.ts'

export const sayMixed = (address: string, language: Language): string => {
  const letters = foreignLetters(address)
  return letters === '' ? '' : CASE_WORDS[language].mixed(letters)
}

export const mixedOf = (address: string, { language }: View): Html | '' => {
  const words = sayMixed(address, language)
  return words === '' ? '' : html`<span class="soon">${words}</span>`
}

/** Those of some addresses that are not what they seem, each with its mark. */
export const mixedAmong = (addresses: readonly string[], view: View): Html | '' => {
  const mixed = addresses.filter((address) => foreignLetters(address) !== '')
  return mixed.length === 0
    ? ''
    : html`${mixed.map((address) => html`<p>${shown(address, 120)} ${mixedOf(address, view)}</p>`)}`
}

/** Under a text with addresses in it. */
export const mixedIn = (text: string, view: View): Html | '' => mixedAmong(mixedAddresses(text), view)
