/** The whole message: its words, its layout without what could do harm, and what hangs on it as text. */
import { html, raw } from 'hono/html'
import { isUnread, type Text, type UnreadReason } from '../../message/message.ts'
import type { Whole } from '../console.ts'
import { page, type View } from '../layout.ts'
import { type Html, plainText, shown } from '../shown.ts'
import { mixedIn, sayMixed } from './alphabets.ts'
import { CASE_WORDS, type CaseWords } from './case-texts.ts'
import { safeHtml } from './safe-html.ts'

const LONGEST = 100_000
// A zip may hold thousands.
const MOST_FILES = 50
const LONGEST_FILE = 20_000

/** `markup`: the HTML of the message as its sender wrote it; '' without one. */
export type Original = Whole & Readonly<{ markup: string }>

const titleOf = ({ role }: Text, { texts, language }: View): string => {
  const { whole } = CASE_WORDS[language]
  if (role === 'quoted') return texts.original.quoted
  return role === 'signature' ? whole.signature : role === 'disclaimer' ? whole.disclaimer : texts.original.own
}

const textOf = (part: Text, view: View): Html => {
  const { original } = view.texts
  const { text, cut } = plainText(part.text, LONGEST)
  return html`<section class="card">
    <h2>${titleOf(part, view)}${part.place.hidden ? ` (${original.hiddenText})` : ''}</h2>
    <pre dir="auto">${text}</pre>
    ${mixedIn(text, view)}
    ${cut ? html`<p class="muted">${original.cut}</p>` : ''}
  </section>`
}

const layoutOf = (markup: string, { whole }: CaseWords, view: View): Html | '' => {
  if (markup.trim() === '') return ''
  const safe = safeHtml(markup, { picture: whole.picture, warn: (target) => sayMixed(target, view.language) })
  return html`<details class="card"><summary>${whole.html}</summary>
    <p class="muted">${whole.htmlWords}</p>
    <div class="layout" dir="auto">${raw(safe.html)}</div>
    ${safe.cut ? html`<p class="muted">${view.texts.original.cut}</p>` : ''}
  </details>`
}

type Attached = Readonly<{
  path: string
  size: number | undefined
  texts: readonly Text[]
  reasons: readonly UnreadReason[]
}>

/** Every file, and every place that only says why it could not be read. */
const attachedOf = ({ files, message }: Whole): readonly Attached[] => {
  const unread = [...message.unread, ...files.unread].filter(isUnread)
  const paths = new Set([...files.files.map(({ path }) => path), ...unread.map(({ place }) => place.file ?? '')])
  return [...paths].map((path) => ({
    path,
    size: files.files.find((file) => file.path === path)?.size,
    texts: files.texts.filter(({ role, place }) => role === 'attachment' && place.file === path),
    reasons: [...new Set(unread.filter(({ place }) => (place.file ?? '') === path).map(({ reason }) => reason))],
  }))
}

const contentOf = ({ texts, reasons }: Attached, { whole }: CaseWords, view: View): Html => {
  const all = plainText(texts.map(({ text }) => text).join('\n'), LONGEST_FILE)
  const body =
    all.text.trim() === ''
      ? html`<p class="muted">${reasons.length > 0 ? '' : whole.noText}</p>`
      : html`<details><summary>${whole.text}</summary><pre dir="auto">${all.text}</pre>
          ${all.cut ? html`<p class="muted">${view.texts.original.cut}</p>` : ''}</details>`
  return html`${
    reasons.length > 0
      ? html`<p class="soon">${whole.unread}${view.texts.colon}${reasons.map((reason) => whole.reasons[reason]).join(', ')}</p>`
      : ''
  }${body}`
}

const fileOf = (file: Attached, words: CaseWords, view: View): Html =>
  html`<li class="card"><h3>${file.path === '' ? words.whole.message : shown(file.path)}${
    file.size === undefined ? '' : html` <span class="muted small">${words.whole.size(file.size)}</span>`
  }</h3>${contentOf(file, words, view)}</li>`

/** A message in a message has words of its own; its files stand among the others. */
const nestedOf = ({ files }: Whole, { whole }: CaseWords, view: View): readonly Html[] =>
  files.messages.slice(0, MOST_FILES).map(({ subject, texts }) => {
    const { text } = plainText(texts.map((part) => part.text).join('\n\n'), LONGEST_FILE)
    return html`<li class="card"><h3>${whole.message}${view.texts.colon}${shown(subject)}</h3>
      <details><summary>${whole.text}</summary><pre dir="auto">${text}</pre></details></li>`
  })

const filesOf = (all: Whole, words: CaseWords, view: View): Html => {
  const { whole } = words
  const attached = attachedOf(all)
  const items = [
    ...attached.slice(0, MOST_FILES).map((file) => fileOf(file, words, view)),
    ...nestedOf(all, words, view),
  ]
  const rest = attached.length - MOST_FILES
  return html`<section aria-labelledby="files"><h2 id="files">${whole.files}</h2>
    ${items.length === 0 ? html`<p class="muted">${whole.noFiles}</p>` : html`<ul class="rows">${items}</ul>`}
    ${rest > 0 ? html`<p class="muted">${whole.moreFiles(rest)}</p>` : ''}</section>`
}

/** Without a viewer: in the sandbox there are no forms, so nothing to sign out with. */
export const originalPage = (whole: Original, id: string, { viewer: _, ...view }: View): Html => {
  const { original } = view.texts
  const words = CASE_WORDS[view.language]
  const parts = whole.message.texts.filter(({ role, text }) => role !== 'subject' && text.trim() !== '')
  return page(
    view,
    original.reading,
    html`<p class="small"><a href="/held/${id}">← ${view.texts.case.title}</a></p>
      <h1>${original.reading}</h1>
      ${parts.length === 0 ? html`<p class="lead">${original.nothing}</p>` : parts.map((part) => textOf(part, view))}
      ${layoutOf(whole.markup, words, view)}
      ${filesOf(whole, words, view)}`,
    'narrow',
  )
}
