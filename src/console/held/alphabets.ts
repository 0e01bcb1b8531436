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

/** Under a text with addresses in it. */
export const mixedIn = (text: string, view: View): Html | '' => {
  const addresses = mixedAddresses(text)
  return addresses.length === 0
    ? ''
    : html`<ul>${addresses.map((address) => html`<li>${shown(address, 120)} ${mixedOf(address, view)}</li>`)}</ul>`
}
