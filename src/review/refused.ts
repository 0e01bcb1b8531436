/** Why an action was refused, in words for the person who tried. */
import { sayTime } from '../notices/notices.ts'
import type { HistoryEntry } from '../store/store.ts'
import type { Claim } from './review.ts'

export class Refused extends Error {}

// Brussels and Amsterdam keep the same time.
const moment = (at: number): string => sayTime(at, 'en', 'BE')

/** Somebody else decided first: what, who and when, to be told in the reader's own language. */
export class Overtaken extends Refused {
  readonly first: HistoryEntry
  constructor(first: HistoryEntry) {
    super(`This message was already ${first.event} by ${first.by} on ${moment(first.at)}.`)
    this.first = first
  }
}

/** Somebody else is looking at it now, since when, and until when at most. */
export class Claimed extends Refused {
  readonly claim: Claim
  constructor(claim: Claim) {
    super(
      `${claim.name} has been looking at this message since ${moment(claim.since)}. Take it over to decide yourself.`,
    )
    this.claim = claim
  }
}

/** The link of a remedy was used: the message went out, and must not be sent again by who pressed twice. */
export class AlreadySent extends Refused {
  readonly at: number
  constructor(at: number) {
    super(`This link has been used: the message was sent on ${moment(at)}.`)
    this.at = at
  }
}
