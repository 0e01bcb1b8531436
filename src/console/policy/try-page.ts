/** Two ways to bring a message to be tried: one that there is, or one written here. */
import { html } from 'hono/html'
import type { Pack } from '../../policy/policy.ts'
import { message, page, sealField, type View } from '../layout.ts'
import { type Html, shown } from '../shown.ts'
import { TRY_TEXTS, type TryTexts } from './try-texts.ts'

/** What was written, so that nothing is lost when something is missing. */
export type Written = Readonly<
  Partial<Record<'from' | 'to' | 'cc' | 'bcc' | 'subject' | 'text' | 'source' | 'pack', string>>
>

type Form = Readonly<{ packs: readonly Pack[]; written: Written; texts: TryTexts; view: View }>

const packField = (id: string, { packs, written, texts }: Form): Html =>
  packs.length < 2
    ? html``
    : html`<label for="${id}">${texts.fields.pack}</label>
      <select id="${id}" name="pack"><option value="">${texts.bySender}</option>${packs.map(
        (pack) =>
          html`<option value="${pack.id}"${pack.id === written.pack ? html` selected` : ''}>${shown(`${pack.organisation}: ${pack.title}`, 80)}</option>`,
      )}</select>`

const readyForm = (form: Form): Html => {
  const { ready } = form.texts
  return html`<form method="post" action="/try" enctype="multipart/form-data" class="stack card" aria-labelledby="ready">
    <h2 id="ready">${ready.title}</h2>
    <p class="muted">${ready.words}</p>
    ${sealField(form.view)}<input type="hidden" name="kind" value="ready">
    <label for="eml">${ready.file}</label>
    <input id="eml" name="file" type="file" accept=".eml,message/rfc822">
    <label for="source">${ready.source}</label>
    <textarea id="source" name="source" rows="8" spellcheck="false" autocomplete="off">${form.written.source ?? ''}</textarea>
    ${packField('ready-pack', form)}
    <button class="main">${ready.button}</button>
  </form>`
}

const line = (name: 'from' | 'to' | 'cc' | 'bcc' | 'subject', { written, texts }: Form, required = false): Html =>
  html`<label for="${name}">${texts.fields[name]}</label>
    <input id="${name}" name="${name}" maxlength="4000" autocomplete="off" value="${written[name] ?? ''}"${required ? html` required` : ''}${name === 'to' ? html` aria-describedby="several"` : ''}>`

const writeForm = (form: Form): Html => {
  const { fields, several, write } = form.texts
  return html`<form method="post" action="/try" enctype="multipart/form-data" class="stack card" aria-labelledby="write">
    <h2 id="write">${write.title}</h2>
    <p class="muted">${write.words}</p>
    ${sealField(form.view)}<input type="hidden" name="kind" value="write">
    ${line('from', form, true)}${line('to', form)}
    <p class="muted small" id="several">${several}</p>
    ${line('cc', form)}${line('bcc', form)}${line('subject', form)}
    <label for="text">${fields.text}</label>
    <textarea id="text" name="text" rows="8">${form.written.text ?? ''}</textarea>
    <label for="file">${fields.file}</label>
    <input id="file" name="file" type="file">
    ${packField('write-pack', form)}
    <button class="main">${write.button}</button>
  </form>`
}

export const tryPage = (packs: readonly Pack[], written: Written, wrong: string, view: View): Html => {
  const texts = TRY_TEXTS[view.language]
  const form: Form = { packs, written, texts, view }
  return page(
    view,
    texts.title,
    html`${wrong ? message('bad', wrong) : ''}
      <h1>${texts.title}</h1>
      <p class="lead">${texts.lead}</p>
      <div class="pair">${readyForm(form)}${writeForm(form)}</div>`,
  )
}
