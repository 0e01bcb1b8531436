/** The page of a case file: read in any browser, printed on one or two sheets; nothing in it is loaded from elsewhere. */
import { html, raw } from 'hono/html'
import type { CaseData, Found } from './case-file.ts'
import { CASE_TEXTS, type CaseTexts } from './case-file-texts.ts'
import type { Mail } from './held-mail.ts'

type Html = ReturnType<typeof html>

// Control characters and direction marks of strangers' words could hide or reverse what stands around them.
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g
const shown = (words: string): Html => html`<bdi>${words.slice(0, 1000).replace(UNSEEN, ' ')}</bdi>`

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin:1.5rem 0 .3rem}table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.2rem .8rem .2rem 0;border-bottom:1px solid #ddd;font-weight:400}
th{color:#555;width:11rem}blockquote{margin:.3rem 0 .3rem 1rem;color:#333}small,figcaption{color:#555}`

// The clock on the wall of the school, as in notices and console; that of Amsterdam is the same.
const timeZone = 'Europe/Brussels'

const moment = (at: number, texts: CaseTexts): string =>
  new Intl.DateTimeFormat(texts.locale, { timeZone, dateStyle: 'long', timeStyle: 'short' }).format(at)

const rows = (cells: readonly (readonly [Html | string, Html | string])[]): Html =>
  html`<table>${cells.map(([head, value]) => html`<tr><th scope="row">${head}</th><td>${value}</td></tr>`)}</table>`

const eventOf = (event: string, texts: CaseTexts): string =>
  Object.hasOwn(texts.events, event) ? texts.events[event as keyof CaseTexts['events']] : event

const reasonsOf = ({ reasons, bare, pack }: Found, texts: CaseTexts): Html =>
  html`${reasons.reasons.map(
    (reason) => html`<p><strong>${shown(reason.title)}</strong></p>
      ${
        bare
          ? ''
          : html`<ul>${reason.sightings.map(
              ({ because, excerpt, place }) =>
                html`<li>${shown(because)}${excerpt ? html`<blockquote>${shown(excerpt)}</blockquote>` : ''} <small>${shown(place)}</small></li>`,
            )}</ul>`
      }
      ${reason.clause ? html`<figure><blockquote>“${shown(reason.clause.quote)}”</blockquote><figcaption>${shown(pack.title)}, ${shown(reason.clause.section)}</figcaption></figure>` : ''}`,
  )}${reasons.more > 0 && !bare ? html`<p><small>${texts.more}</small></p>` : ''}`

const factsOf = (mail: Mail, found: Found | undefined, data: CaseData, texts: CaseTexts): Html =>
  rows([
    [texts.number, mail.id],
    [texts.received, moment(mail.head.receivedAt, texts)],
    [texts.from, shown(data.message.from || data.message.mailFrom)],
    ...(data.message.subject ? [[texts.subject, shown(data.message.subject)] as const] : []),
    ...(found ? [[texts.policy, shown(found.pack.title)] as const] : []),
    [texts.exported, shown(data.exported.by)],
    [texts.reason, shown(data.exported.reason)],
  ])

/** No sign of the JSON may end the element that holds it. */
const machinePart = (data: CaseData): string => JSON.stringify(data, null, 1).replaceAll('<', '\\u003c')

export const casePage = (mail: Mail, found: Found | undefined, data: CaseData): string => {
  const language = found?.pack.language ?? 'nl'
  const texts = CASE_TEXTS[language]
  const happened = mail.history.map(
    ({ at, event, by }) => [moment(at, texts), html`${eventOf(event, texts)} <small>${shown(by)}</small>`] as const,
  )
  const looked = data.audit.rows.map(
    ({ at, event, actor, detail, seq }) =>
      [
        moment(at, texts),
        html`${shown(actor)}: ${eventOf(event, texts)}${detail ? html` (“${shown(detail)}”)` : ''} <small>${texts.entry}: ${seq}</small>`,
      ] as const,
  )
  return String(html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${texts.title} ${mail.id}</title><style>${raw(STYLE)}</style></head>
<body><h1>${texts.title}</h1><p>${texts.what}</p><p><strong>${texts.fair}</strong></p>
<h2>${texts.message}</h2>${factsOf(mail, found, data, texts)}
<h2>${texts.why}</h2>${found ? reasonsOf(found, texts) : ''}${found && mail.verdict ? '' : html`<p>${texts.gone}</p>`}
<h2>${texts.recipients}</h2>${rows(mail.recipients.map(({ address, fate }) => [shown(address), texts.fates[fate]] as const))}
<h2>${texts.history}</h2>${rows(happened)}
<h2>${texts.looked}</h2>${rows(looked)}
<p><small>${texts.signed}</small></p>
<script type="application/json" id="case">${raw(machinePart(data))}</script>
</body></html>`)
}
