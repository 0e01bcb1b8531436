/** The frame of every page: head, who is signed in, what is wrong, the content. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { html } from 'hono/html'
import type { Language } from '../message/message.ts'
import type { Account } from '../review/review.ts'
import { keysOf, SCRIPT_PATH } from './keys.ts'
import { placesOf } from './places.ts'
import { type Html, shown } from './shown.ts'
import type { Texts } from './texts/catalogue.ts'

// Without what is only for who writes it: a phone at 7:45 waits for each byte.
export const STYLE = readFileSync(new URL('./style.css', import.meta.url), 'utf8')
  .replace(/\/\*[^*]*\*+(?:[^/*][^*]*\*+)*\//g, '')
  .replace(/\n\s+/g, '\n')
// The address changes with the content, so that browsers may keep it for ever.
export const STYLE_PATH = `/style-${createHash('sha256').update(STYLE).digest('hex').slice(0, 12)}.css`

// Two lock gates, meeting upstream.
export const ICON =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0e5a6b"/>' +
  '<path d="M5 6v20M27 6v20M5 9l11 7L27 9M5 18l11 7 11-7" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>'

/** For whom a page is made. */
export type View = Readonly<{
  language: Language
  texts: Texts
  /** Of the page asked for. */
  path: string
  troubles: readonly string[]
  isScannerDown: boolean
  /** Somebody signed in; `seal` goes into each form. */
  viewer?: Readonly<{ account: Account; seal: string }>
}>

export const sealField = (view: View): Html | '' =>
  view.viewer ? html`<input type="hidden" name="seal" value="${view.viewer.seal}">` : ''

/** Something to say on top: `good` went well, `bad` did not. */
export const message = (kind: 'good' | 'bad', words: string): Html =>
  html`<p class="message ${kind}" role="${kind === 'bad' ? 'alert' : 'status'}">${words}</p>`

const troublesOf = ({ troubles, texts, viewer }: View): Html | '' =>
  viewer === undefined || troubles.length === 0
    ? ''
    : html`<section class="message bad" aria-labelledby="trouble">
        <h2 id="trouble">${texts.troubles.title}</h2>
        <p>${texts.troubles.kept}</p>
        <ul>${troubles.map((trouble) => html`<li><code>${shown(trouble, 400)}</code></li>`)}</ul>
        <p>${texts.troubles.mend}</p>
      </section>`

const scannerOf = ({ isScannerDown, texts, viewer }: View): Html | '' =>
  isScannerDown && viewer
    ? html`<section class="message bad" aria-labelledby="scanner">
        <h2 id="scanner">${texts.scannerDown.title}</h2><p>${texts.scannerDown.words}</p>
      </section>`
    : ''

/** The page of a place itself, or one within it. */
const currentOf = (path: string, place: string): Html | '' => {
  if (path === place) return html` aria-current="page"`
  return path.startsWith(`${place}/`) ? html` aria-current="true"` : ''
}

const placesNav = ({ language, path, texts }: View, account: Account): Html =>
  html`<nav aria-label="${texts.places}">${placesOf(account).map(
    (place) => html` <a href="${place.path}"${currentOf(path, place.path)}>${place.name[language]}</a>`,
  )}</nav>`

// Twice, and one of them is never there: no style can open a <details> in a browser of some years ago, and a phone has no
// room for eight places above a message.
const linksOf = (view: View, account: Account): Html =>
  html`<div class="on-desk">${placesNav(view, account)}</div>
    <details class="menu"><summary>${view.texts.menu}</summary>${placesNav(view, account)}</details>`

const viewerOf = (view: View): Html | '' =>
  view.viewer === undefined
    ? ''
    : html`${linksOf(view, view.viewer.account)}
        <form method="post" action="/sign-out" class="who">
          ${sealField(view)}<span>${shown(view.viewer.account.name, 60)}</span>
          <button class="quiet">${view.texts.signOut}</button>
        </form>`

export const page = (view: View, title: string, content: Html, shape: 'wide' | 'narrow' = 'wide'): Html =>
  html`<!doctype html>
<html lang="${view.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · Mailsluis</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${STYLE_PATH}">${
    view.viewer
      ? html`
<script type="module" src="${SCRIPT_PATH}"></script>`
      : ''
  }
</head>
<body>
<a class="skip" href="#content">${view.texts.skip}</a>
<header><div><span class="brand"><img src="/icon.svg" alt="" width="28" height="28">Mailsluis</span>${viewerOf(view)}</div></header>
<main id="content" class="${shape}" tabindex="-1">${troublesOf(view)}${scannerOf(view)}${content}</main>
${view.viewer ? keysOf(view.language) : ''}
</body>
</html>`

/** A page that says one thing. */
export const notice = (view: View, said: Readonly<{ title: string; words: string }>, back = true): Html =>
  page(
    view,
    said.title,
    html`<h1>${said.title}</h1><p class="lead">${said.words}</p>
      ${back && view.viewer ? html`<p><a href="/held">${view.texts.back}</a></p>` : ''}`,
    'narrow',
  )
