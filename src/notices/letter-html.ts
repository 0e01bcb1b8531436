/**
 * A letter as HTML that mail programs agree on: one table of at most 640 pixels, inline styles, system fonts, no pictures.
 * Outlook for Windows draws with Word: padding stands on cells, and a button is a coloured cell. Where a program knows
 * dark mode, the classes below say how; elsewhere it may turn the colours itself.
 */

import type { Language } from '../message/message.ts'
import { type Block, type Letter, labelled, type Row } from './letter.ts'
import { type Html, html, plain } from './markup.ts'
import type { NoticeKind } from './notices.ts'

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
const BODY = `${FONT};font-size:16px;line-height:24px;color:#1f2933`
const QUIET = `${FONT};font-size:14px;line-height:21px;color:#52606d`

// Calm colours: a message that did not go is no alarm.
const TINTS: Readonly<Record<NoticeKind, string>> = {
  bounce: '#9a4a0c',
  returned: '#9a4a0c',
  expired: '#9a4a0c',
  failure: '#9a4a0c',
  held: '#7a5d00',
  delay: '#7a5d00',
  review: '#1d4f91',
  reminder: '#1d4f91',
  weekly: '#1d4f91',
  urgent: '#9a4a0c',
  blocked: '#9a4a0c',
  advice: '#1d4f91',
  released: '#1f6b3a',
  withdrawn: '#7a5d00',
  question: '#1d4f91',
  mine: '#1d4f91',
  answered: '#1d4f91',
  handed: '#1d4f91',
  leak: '#9a4a0c',
}

const DARK = `@media (prefers-color-scheme: dark) {
.page, .sheet { background: #16191d !important; }
.card { background: #22272e !important; }
.ink { color: #e6e9ed !important; }
.quiet { color: #a9b4c0 !important; }
.label { color: #f0b27a !important; }
.line { border-color: #3a424c !important; }
}`

const rowsHtml = (rows: readonly Row[], language: Language): Html =>
  html`<div class="quiet" style="${QUIET}">${rows.map(({ label, text }, i) => html`${i === 0 ? html`` : html`<br>`}${labelled(label, language)} <span class="ink" style="color:#1f2933">${text}</span>`)}</div>`

const reasonHtml = ({ reason, sightings }: Extract<Block, { is: 'reason' }>, language: Language): Html =>
  html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 12px"><tr>
<td class="card" bgcolor="#f3f5f7" style="background:#f3f5f7;border-radius:8px;padding:14px 18px">
<div class="ink" style="${BODY};font-weight:600">${reason.title}</div>
${sightings.map(
  ({ text, rows }) => html`<div style="padding-top:6px"><div class="ink" style="${BODY}">${text}</div>
${rows.length === 0 ? html`` : rowsHtml(rows, language)}</div>
`,
)}${reason.why === '' ? html`` : html`<div class="quiet" style="${QUIET};padding-top:8px">${reason.why}</div>`}
</td></tr></table>`

const buttonHtml = ({ label, url, note }: Extract<Block, { is: 'button' }>): Html =>
  html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 8px"><tr>
<td bgcolor="#1d4f91" style="background:#1d4f91;border-radius:6px;padding:12px 24px"><a href="${url}" style="${FONT};font-size:16px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none">${label}</a></td>
</tr></table>
${note === '' ? html`` : html`<p class="quiet" style="${QUIET};margin:0 0 16px">${note}</p>`}`

const blockHtml = (block: Block, language: Language): Html => {
  switch (block.is) {
    case 'text':
      return html`<p class="ink" style="${BODY};margin:0 0 12px">${block.text}</p>`
    case 'heading':
      return html`<h2 class="ink" style="${BODY};font-size:18px;font-weight:600;margin:24px 0 10px">${block.text}</h2>`
    case 'rows':
      return html`<div style="margin:0 0 16px">${rowsHtml(block.rows, language)}</div>`
    case 'reason':
      return reasonHtml(block, language)
    case 'steps':
      return html`<ol class="ink" style="${BODY};margin:0 0 12px;padding:0 0 0 24px">
${block.steps.map(
  (step) => html`<li style="margin:0 0 6px">${step}</li>
`,
)}</ol>`
    case 'button':
      return buttonHtml(block)
    case 'quote':
      return html`<blockquote lang="${block.language}" style="margin:0 0 14px;padding:0 0 0 14px;border-left:3px solid #b8c2cc"><div class="ink" style="${BODY};font-style:italic">${block.text}</div>
<div class="quiet" style="${QUIET}">${block.url === '' ? block.source : html`<a class="quiet" href="${block.url}" style="${QUIET}">${block.source}</a>`}</div></blockquote>`
    case 'small':
      return html`<p class="quiet line" style="${QUIET};font-size:13px;margin:24px 0 0;padding:14px 0 0;border-top:1px solid #d5dbe1">${block.text}</p>`
  }
}

export const letterHtml = ({ kind, language, label, subject, lead, blocks }: Letter): string => {
  const tint = TINTS[kind]
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${plain(subject)}</title>
<style>
${{ html: DARK }}
</style></head>
<body class="page" style="margin:0;padding:0;background:#ffffff">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center">
<table role="presentation" class="sheet" width="640" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:640px;background:#ffffff"><tr>
<td align="left" style="padding:0"><div style="height:5px;line-height:5px;font-size:0;background:${tint}">&nbsp;</div></td></tr><tr>
<td align="left" style="padding:24px 28px 28px;word-break:break-word;overflow-wrap:anywhere">
<div class="label" style="${FONT};font-size:14px;line-height:20px;font-weight:600;color:${tint}">${label}</div>
<h1 class="ink" style="${BODY};font-size:20px;line-height:28px;font-weight:600;margin:4px 0 14px">${lead}</h1>
${blocks.map(
  (block) => html`${blockHtml(block, language)}
`,
)}</td></tr></table>
</td></tr></table>
</body></html>
`.html
}
