/** The script of the pages, and the keys it gives them: told in a dialog that ? opens. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { html } from 'hono/html'
import { inFrench, type Language } from '../message/message.ts'
import type { Html } from './shown.ts'

export const SCRIPT = readFileSync(new URL('./script.js', import.meta.url), 'utf8')
export const SCRIPT_PATH = `/script-${createHash('sha256').update(SCRIPT).digest('hex').slice(0, 12)}.js`

const KEYS = ['j', 'k', 'Enter', 'x', 'r', 't', 'u', '/', '?'] as const

type Words = Readonly<{
  title: string
  on: string
  close: string
  keys: Readonly<Record<(typeof KEYS)[number], string>>
}>

const nl: Words = {
  title: 'Sneltoetsen',
  on: 'Sneltoetsen gebruiken',
  close: 'Sluit',
  keys: {
    j: 'Volgend bericht',
    k: 'Vorig bericht',
    Enter: 'Open het bericht',
    x: 'Vink het aan of uit',
    r: 'Vrijgeven',
    t: 'Terugsturen',
    u: 'Ongedaan maken',
    '/': 'Zoeken',
    '?': 'Dit venster',
  },
}

const fr: Words = {
  title: 'Raccourcis clavier',
  on: 'Utiliser les raccourcis',
  close: 'Fermer',
  keys: {
    j: 'Message suivant',
    k: 'Message précédent',
    Enter: 'Ouvrir le message',
    x: 'Cocher ou décocher',
    r: 'Libérer',
    t: 'Retourner à l’expéditeur',
    u: 'Annuler',
    '/': 'Rechercher',
    '?': 'Cette fenêtre',
  },
}

const en: Words = {
  title: 'Keyboard shortcuts',
  on: 'Use shortcuts',
  close: 'Close',
  keys: {
    j: 'Next message',
    k: 'Previous message',
    Enter: 'Open the message',
    x: 'Tick or untick it',
    r: 'Release',
    t: 'Return',
    u: 'Undo',
    '/': 'Search',
    '?': 'This window',
  },
}

const WORDS: Readonly<Record<Language, Words>> = { nl, fr: inFrench(fr), en }

/** Single keys can be switched off (WCAG 2.2, 2.1.4): who speaks to the computer types them by accident. */
export const keysOf = (language: Language): Html => {
  const { title, on, close, keys } = WORDS[language]
  return html`<p class="keys small"><button type="button" class="quiet" data-opens="keys" hidden>${title} <kbd>?</kbd></button></p>
<dialog id="keys" aria-labelledby="keys-title"><form method="dialog" class="stack"><h2 id="keys-title">${title}</h2>
<dl class="key-list">${KEYS.map((key) => html`<dt><kbd>${key}</kbd></dt><dd>${keys[key]}</dd>`)}</dl>
<button type="button" class="quiet" data-keys-on aria-pressed="true">${on}</button>
<button>${close}</button></form></dialog>`
}
