/** The words of a message, and nothing else of it: no markup, no pictures, no links. */
import { html } from 'hono/html'
import type { Message, Text } from '../../message/message.ts'
import { page, type View } from '../layout.ts'
import { type Html, plainText } from '../shown.ts'

const LONGEST = 100_000

const textOf = (part: Text, view: View): Html => {
  const { original } = view.texts
  const { text, cut } = plainText(part.text, LONGEST)
  return html`<section class="card">
    <h2>${part.role === 'quoted' ? original.quoted : original.own}${part.place.hidden ? ` (${original.hiddenText})` : ''}</h2>
    <pre dir="auto">${text}</pre>
    ${cut ? html`<p class="muted">${original.cut}</p>` : ''}
  </section>`
}

/** Without a viewer: in the sandbox there are no forms, so nothing to sign out with. */
export const originalPage = (message: Message, id: string, { viewer: _, ...view }: View): Html => {
  const { original } = view.texts
  const parts = message.texts.filter((t) => (t.role === 'own' || t.role === 'quoted') && t.text.trim() !== '')
  return page(
    view,
    original.reading,
    html`<p class="small"><a href="/held/${id}">← ${view.texts.case.title}</a></p>
      <h1>${original.reading}</h1>
      ${parts.length === 0 ? html`<p class="lead">${original.nothing}</p>` : parts.map((part) => textOf(part, view))}`,
    'narrow',
  )
}
