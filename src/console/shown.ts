/**
 * Strangers' words on our page. What stands in a message may want to look like something else: it is escaped by the
 * template, isolated in its own direction, stripped of what cannot be seen, and cut.
 */
import { html } from 'hono/html'
import type { Language } from '../message/message.ts'
import { TEXTS } from './texts/texts.ts'

export type Html = ReturnType<typeof html>

// Embeddings and overrides (UAX #9) turn "fdp.exe" around; without them letters stand in the order they were written.
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g

// The narrow space before a French sign stays: no line is to break there.
const BLANKS = /(?!\u202f\S)\s+/g

const MOST = 200

const cut = (text: string, most: number): string => {
  if (text.length <= most) return text
  const letters = [...text.slice(0, most + 1)]
  return `${letters.slice(0, -2).join('')}…`
}

/** In a heading a narrow phone has room for no more letters, and an address that is torn anywhere is read as another one. */
const LONG_ADDRESS = 20

const withBreaks = (word: string): Html | string =>
  word.length > LONG_ADDRESS && word.includes('@')
    ? html`${word.split(/(?<=@)|(?=\.)/).map((piece, n) => (n === 0 ? piece : html`<wbr>${piece}`))}`
    : word

/** One line of somebody else's words. */
export const shown = (said: string, most = MOST): Html => {
  const line = said
    .slice(0, most * 4)
    .replace(INVISIBLE, '')
    .replace(BLANKS, ' ')
    .trim()
  const words = cut(line, most).split(' ')
  return html`<bdi>${words.map((word, n) => html`${n === 0 ? '' : ' '}${withBreaks(word)}`)}</bdi>`
}

/** Text of several lines; `cut` tells whether all of it is there. */
export const plainText = (words: string, most: number): { text: string; cut: boolean } => ({
  text: cut(words.replaceAll('\r\n', '\n').replace(INVISIBLE, ''), most),
  cut: words.length > most,
})

// Brussels and Amsterdam keep the same time; what the server keeps is no school's business.
const timeZone = 'Europe/Brussels'

/** A moment by the clock on the wall of the school. */
export const sayMoment = (at: number, language: Language): string =>
  new Intl.DateTimeFormat(TEXTS[language].locale, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)

/** "10:42:07". */
export const sayClock = (at: number, language: Language): string =>
  new Intl.DateTimeFormat(TEXTS[language].locale, {
    ...{ timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit' },
  }).format(at)

/** "10:42" on the day itself, else with the day. */
export const saySince = (at: number, language: Language, now: number): string => {
  const clock = new Intl.DateTimeFormat(TEXTS[language].locale, { timeZone, hour: '2-digit', minute: '2-digit' })
  return now - at < 12 * 3_600_000 ? clock.format(at) : sayMoment(at, language)
}

export const moment = (at: number, language: Language): Html =>
  html`<time datetime="${new Date(at).toISOString()}">${sayMoment(at, language)}</time>`
