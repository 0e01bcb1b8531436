/** One case: findings first, then whom it concerns, what one may do, and what happened so far. */
import { html } from 'hono/html'
import type { Directory } from '../../directory/directory.ts'
import { explain } from '../../notices/notices.ts'
import type { Pack } from '../../policy/policy.ts'
import type { HeldCase } from '../../review/review.ts'
import type { HistoryEntry } from '../../store/store.ts'
import { message, page, sealField, type View } from '../layout.ts'
import { actorOf, happeningOf } from '../refusals.ts'
import { type Html, moment, sayMoment, saySince, shown } from '../shown.ts'
import { bccOf, moreOf, questionsOf, type Written } from './actions.ts'
import { mixedOf } from './alphabets.ts'
import { CASE_WORDS } from './case-texts.ts'
import { letterOf, type Template, templateLinks } from './letters.ts'
import { subjectOf } from './list-page.ts'
import { reasonsOf } from './reasons.ts'
import { recipientsOf, undecidedIn } from './recipients.ts'
import { undoOf } from './undo-banner.ts'

export type CaseParts = Readonly<{
  held: HeldCase
  pack: Pack
  people: Directory
  /** Who is signed in. */
  reader: string
  now: number
  /** What was just done, or why it was not. */
  said?: Readonly<{ kind: 'good' | 'bad'; words: string }>
  /** Words somebody wrote already, given back when they could not be sent. */
  words?: string
  /** The text to begin with that was asked for. */
  template?: Template
  /** Another form that was refused. */
  written?: Written
}>

const factsOf = ({ held, pack }: CaseParts, view: View): Html => {
  const { texts, language } = view
  const waits = Number.isFinite(held.deadline)
  return html`<dl class="facts">
    <div><dt>${texts.case.from}</dt><dd>${shown(held.from)} ${mixedOf(held.from, view)}</dd></div>
    <div><dt>${texts.case.heldSince}</dt><dd>${moment(held.heldAt, language)}</dd></div>
    ${waits ? html`<div><dt>${texts.held.decideBefore}</dt><dd>${moment(held.deadline, language)}</dd></div>` : ''}
    <div><dt>${texts.case.policy}</dt><dd>${shown(pack.title)}</dd></div>
  </dl>`
}

const whyOf = ({ held, pack }: CaseParts, view: View): Html => {
  const { texts, language } = view
  const sight = { pack, metadataOnly: held.visibility === 'metadata' }
  const advises = held.decision.hits.filter((hit) => hit.outcome === 'notify')
  const stops = held.decision.hits.filter((hit) => hit.outcome !== 'notify')
  const stopping = explain(pack, { ...held.decision, hits: stops }, language)
  const advising = explain(pack, { ...held.decision, hits: advises }, language)
  return html`<section aria-labelledby="why">
    <h2 id="why">${texts.case.why}</h2>
    ${sight.metadataOnly ? html`<p class="muted">${texts.case.metadataOnly}</p>` : ''}
    ${reasonsOf(stopping, sight, view)}
    ${
      advising.reasons.length > 0
        ? html`<details><summary>${texts.case.alsoSeen} (${advising.reasons.length})</summary>
            <p class="muted">${texts.case.alsoSeenWords}</p>${reasonsOf(advising, sight, view)}</details>`
        : ''
    }
  </section>`
}

const claimForm = (id: string, what: string, button: string, view: View, look = ''): Html =>
  html`<form method="post" action="/held/${id}/claim" class="stack">${sealField(view)}
    <input type="hidden" name="what" value="${what}"><button class="${look}">${button}</button></form>`

/** Who has taken it up, and what one may do about that. */
const claimOf = ({ held, reader, now }: CaseParts, view: View): Html => {
  const { claim } = view.texts
  if (!held.claim) return html`<div class="claim">${claimForm(held.id, 'take', claim.take, view)}</div>`
  const since = saySince(held.claim.since, view.language, now)
  if (held.claim.by === reader)
    return html`<div class="claim"><p class="muted">${claim.mine(since)}</p>${claimForm(held.id, 'leave', claim.leave, view)}</div>`
  return html`<section class="card" aria-labelledby="claim">
    <h2 id="claim">${claim.by(shownName(held.claim.name), since)}</h2>
    <p class="muted">${claim.takeOverWords}</p>
    ${claimForm(held.id, 'over', claim.takeOver, view, 'main')}
  </section>`
}

/** Names are given by the operator, so they only need to be short. */
const shownName = (name: string): string => name.slice(0, 60)

const proposalOf = ({ held: { proposal } }: CaseParts, { texts }: View): Html => {
  if (!proposal) return html``
  const { release, bounce } = proposal
  return html`<section class="message hint" aria-labelledby="proposal">
    <h2 id="proposal">${texts.proposal.title}</h2>
    ${release.length > 0 ? html`<p>${texts.proposal.release(release.length)}</p>` : ''}
    ${bounce.length > 0 ? html`<p>${texts.proposal.bounce(bounce.length)}</p>` : ''}
    <p>${texts.proposal.words}</p>
  </section>`
}

const urgentOf = ({ held }: CaseParts, { texts }: View): Html =>
  held.urgent
    ? html`<p class="message hint"><span class="tag urgent">${texts.held.urgent}</span> ${
        held.urgentReason ? html`${texts.case.urgentWords}${texts.colon}${shown(held.urgentReason)}` : ''
      }</p>`
    : html``

const releaseOf = (parts: CaseParts, choose: boolean, view: View): Html => {
  const { texts } = view
  const { id } = parts.held
  const list = recipientsOf({ ...parts, choose }, view)
  if (!choose)
    return html`<section class="card" aria-labelledby="to"><h2 id="to">${texts.case.recipients}</h2>${list}</section>`
  return html`<section class="card" aria-labelledby="release">
    <h2 id="release" class="no-print">${texts.case.release}</h2>
    <form method="post" action="/held/${id}/release" class="stack">
      ${sealField(view)}
      <fieldset aria-describedby="release-words"><legend>${texts.case.recipients}</legend>${list}</fieldset>
      <p id="release-words" class="muted no-print">${texts.case.releaseWords}</p>
      <button class="main no-print" data-key="r">${texts.case.releaseButton}</button>
    </form>
  </section>`
}

const returnOf = (parts: CaseParts, view: View): Html => {
  const { texts } = view
  const { held, pack, template } = parts
  const begun = template && letterOf(held, pack, template, view.viewer?.account.name ?? '')
  const words = parts.words ?? begun ?? ''
  return html`<section class="card no-print" aria-labelledby="return">
    <h2 id="return">${texts.case.return}</h2>
    <form method="post" action="/held/${held.id}/return" class="stack">
      ${sealField(view)}
      <p class="muted">${texts.case.returnWords}</p>
      ${templateLinks(held, pack, template, view)}
      <label for="words">${texts.case.returnLabel}</label>
      <textarea id="words" name="words" rows="${words === '' ? 4 : 10}" maxlength="4000" required data-key="t">${words}</textarea>
      <button>${texts.case.returnButton}</button>
    </form>
  </section>`
}

const originalOf = ({ held }: CaseParts, view: View): Html => {
  const { original } = view.texts
  if (!held.mail.hasBody) return html``
  if (held.visibility !== 'full') return html`<p class="muted small">${original.refused}</p>`
  return html`<details class="card"><summary>${original.title}</summary>
    <form method="post" action="/held/${held.id}/original" class="stack">
      ${sealField(view)}
      <p class="muted">${original.words}</p>
      <label for="reason">${original.reason}</label>
      <input id="reason" name="reason" maxlength="500" required>
      <button>${original.button}</button>
    </form>
  </details>`
}

const entryOf = ({ at, event, by, detail }: HistoryEntry, view: View): Html =>
  html`<li>${moment(at, view.language)} <span>${shown(happeningOf(event, view.texts), 80)}${
    event === 'handed-over' && detail ? html` ${CASE_WORDS[view.language].hand.to(detail.slice(0, 60))}` : ''
  }${event === 'original-read' && detail ? html`${view.texts.colon}${shown(detail, 500)}` : ''}</span> <span class="muted">${shown(actorOf(by, view.texts), 80)}</span></li>`

/** What changed its fate and what was done beside it, as one story. */
const historyOf = ({ held }: CaseParts): readonly HistoryEntry[] =>
  [...held.mail.history, ...held.notes].toSorted((a, b) => a.at - b.at)

/** Decided just now: whoever did has some seconds to undo it, the others are told who it was. */
const pendingOf = ({ held: { pending }, reader, now }: CaseParts, view: View): Html | '' => {
  if (pending === undefined) return ''
  if (pending.by === reader && now < pending.until) return undoOf([pending], now, view)
  const event = pending.to === 'release' ? 'released' : 'returned'
  const { texts, language } = view
  return html`<p class="message hint" role="status">${texts.first(happeningOf(event, texts), shownName(pending.name), sayMoment(pending.at, language))}</p>`
}

export const casePage = (parts: CaseParts, view: View): Html => {
  const { texts } = view
  const { held, said } = parts
  const waits = held.recipients.some((r) => r.fate === 'held')
  const hidesSubject = held.visibility === 'metadata' && held.mail.hasBody
  const isTaken = held.claim !== undefined && held.claim.by !== parts.reader
  const { pending } = held
  const isDecided = pending !== undefined && (pending.by !== parts.reader || undecidedIn(held).length === 0)
  const open = waits && !isTaken && !isDecided
  return page(
    view,
    texts.case.title,
    html`<p class="small"><a href="/held">← ${texts.back}</a></p>
      ${said ? message(said.kind, said.words) : ''}
      <h1>${subjectOf({ subject: held.subject, hidesSubject }, view)}</h1>
      ${waits ? '' : html`<p class="lead">${texts.case.decided}</p>`}
      ${held.mail.hasBody ? '' : html`<p class="muted">${texts.case.destroyed}</p>`}
      ${pendingOf(parts, view)}
      ${waits ? html`${urgentOf(parts, view)}${proposalOf(parts, view)}` : ''}
      ${factsOf(parts, view)}
      <div class="case">
        <div>${held.mail.hasBody || held.rules.length > 0 ? whyOf(parts, view) : ''}${questionsOf(parts, view)}${originalOf(parts, view)}</div>
        <div>${waits && !isDecided ? claimOf(parts, view) : ''}${releaseOf(parts, open, view)}${
          open ? html`${bccOf(parts, view)}${returnOf(parts, view)}` : ''
        }${moreOf(parts, open, view)}</div>
      </div>
      <section class="history" aria-labelledby="history"><h2 id="history">${texts.case.history}</h2>
        <ol>${historyOf(parts).map((entry) => entryOf(entry, view))}</ol></section>`,
  )
}
