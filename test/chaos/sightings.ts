/** What the next hop took, read and written into the ledger: whose copy it is, whether its bytes are the ones given. */
import type { Taken } from './hop.ts'
import type { Copy, Ledger } from './ledger.ts'
import { hashOf, numberInHeader, SECRETS } from './mails.ts'
import { readNotice } from './notice.ts'

/** The bytes below our Received line, folded lines and all. */
const belowTrace = (raw: Buffer): Buffer => {
  if (!raw.subarray(0, 9).equals(Buffer.from('Received:'))) return raw
  for (let at = raw.indexOf('\r\n'); at >= 0; at = raw.indexOf('\r\n', at + 2)) {
    const next = raw[at + 2]
    if (next !== 0x20 && next !== 0x09) return raw.subarray(at + 2)
  }
  return raw
}

const seeNotice = (ledger: Ledger, raw: Buffer): void => {
  const notice = readNotice(raw)
  for (const secret of SECRETS)
    if (notice.text.includes(secret)) ledger.faults.push(`a notice (${notice.kind}) quotes a secret of a message`)
  // Sent at least once, as all mail is.
  if (notice.number === undefined || ledger.notices.has(notice.id)) return
  ledger.notices.add(notice.id)
  const { number, kind, named, unnamed, remedy } = notice
  if (remedy) ledger.remedies.push({ number, link: remedy })
  if (kind === 'returned' || kind === 'expired') ledger.returned.add(number)
  ledger.unnamed.set(number, (ledger.unnamed.get(number) ?? 0) + unnamed)
  for (const address of named) {
    const entry = ledger.of(number, address)
    if (entry) entry.told += 1
    else ledger.faults.push(`a notice (${kind}) names a recipient nobody wrote to`)
  }
}

/** Answers what to call when the 250 is said. */
export const see = (ledger: Ledger, taken: Taken): (() => void) => {
  const number = numberInHeader(taken.raw)
  if (number === undefined) {
    seeNotice(ledger, taken.raw)
    return () => {}
  }
  const hash = hashOf(belowTrace(taken.raw))
  const copies = taken.recipients.flatMap((address): Copy[] => {
    const entry = ledger.of(number, address)
    if (!entry) {
      ledger.faults.push('a message went to somebody it was not for')
      return []
    }
    const copy: Copy = { at: Date.now(), saidAt: undefined, asGiven: entry.hash === hash }
    entry.copies.push(copy)
    return [copy]
  })
  return () => {
    for (const copy of copies) copy.saidAt = Date.now()
  }
}
