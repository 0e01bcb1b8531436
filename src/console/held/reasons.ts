/** Why a message waits: each rule in words, what was seen and where, and the school's own sentence about it. */
import { html } from 'hono/html'
import type { Explanation } from '../../notices/notices.ts'
import type { Pack } from '../../policy/policy.ts'
import type { View } from '../layout.ts'
import { type Html, shown } from '../shown.ts'
import { mixedIn } from './alphabets.ts'

type Reason = Explanation['reasons'][number]

/** What of a finding may be seen: with `metadata` only which rule it was. */
type Sight = Readonly<{ pack: Pack; metadataOnly: boolean }>

const sightingOf = (seen: Reason['sightings'][number], view: View): Html => html`<li>
    <p>${shown(seen.because, 300)}${seen.category ? html` <span class="tag">${shown(seen.category, 60)}</span>` : ''}</p>
    ${seen.excerpt ? html`<blockquote class="excerpt">${shown(seen.excerpt)}</blockquote>${mixedIn(seen.excerpt, view)}` : ''}
    ${seen.place ? html`<p class="muted">${view.texts.case.place}${view.texts.colon}${shown(seen.place)}</p>` : ''}
  </li>`

const clauseOf = (reason: Reason, pack: Pack): Html | '' =>
  reason.clause
    ? html`<figure><blockquote lang="${pack.language}">${shown(reason.clause.quote, 1000)}</blockquote>
        <figcaption>${shown(pack.title, 120)}, ${shown(reason.clause.section, 120)}</figcaption></figure>`
    : ''

const reasonOf = (reason: Reason, { pack, metadataOnly }: Sight, view: View): Html =>
  html`<article class="card reason">
    <h3>${shown(reason.title, 300)}</h3>
    ${metadataOnly ? '' : html`<ul class="sightings">${reason.sightings.map((seen) => sightingOf(seen, view))}</ul>`}
    ${clauseOf(reason, pack)}
  </article>`

export const reasonsOf = ({ reasons, more }: Explanation, sight: Sight, view: View): Html =>
  html`${reasons.map((reason) => reasonOf(reason, sight, view))}
    ${more > 0 && !sight.metadataOnly ? html`<p class="muted">${view.texts.case.more(more)}</p>` : ''}`
