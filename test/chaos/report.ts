/** The accounts in words and figures, for whoever keeps the mail of a school running. */
import type { Accounts, Place } from './accounts.ts'
import type { Ledger } from './ledger.ts'
import type { Measures } from './waiting.ts'

const PLACES: readonly (readonly [Place, string])[] = [
  ['delivered', 'delivered to the next hop'],
  ['held', 'held, a person decides'],
  ['returned', 'returned to the sender with an explanation'],
  ['refused', 'refused by the next hop, the sender was told (DSN)'],
  ['queued', 'still on their way, safe in the store'],
  ['lost', 'LOST'],
]

const figure = (count: number): string => count.toLocaleString('en').padStart(10)
const row = (count: number, words: string): string => `${figure(count)}  ${words}`

const troublesOf = (ledger: Ledger): string[] => {
  const counts = new Map<string, number>()
  for (const { what } of ledger.windows) counts.set(what, (counts.get(what) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => a.localeCompare(b)).map(([what, count]) => row(count, what))
}

const doubledRows = ({ doubled }: Accounts): string[] => [
  row(doubled.unsaid, 'since the next hop took it and never said so in time: it must be sent again'),
  row(doubled.nameless, 'since the client sent it twice, without a Message-ID by which to tell'),
  row(doubled.inFlight, `in flight when the program was killed or frozen (at most ${doubled.inFlightAtMost} could be)`),
  row(doubled.unexplained, 'without a reason'),
]

/** `title` says which run it was, so that it can be had again. */
export const reportOf = (title: string, ledger: Ledger, accounts: Accounts): string => {
  const sum = Object.values(accounts.places).reduce((total, count) => total + count, 0)
  return [
    title,
    '',
    'What went wrong on purpose',
    ...troublesOf(ledger),
    '',
    'Messages',
    row(ledger.submitted, 'different messages were sent'),
    row(ledger.repeats, 'times the client missed the answer and sent the same again'),
    '',
    'Accounts, one for each recipient of each message',
    row(accounts.accepted, 'were accepted (the client read 250). Of these are now:'),
    ...PLACES.map(([place, words]) => row(accounts.places[place], `  ${words}`)),
    row(sum, '  together'),
    row(accounts.uncertain, 'more arrived although the client missed the 250'),
    row(accounts.unjudged, 'messages are held since judging was broken off again and again'),
    '',
    'Delivered twice',
    ...doubledRows(accounts),
    '',
    accounts.faults.length === 0
      ? 'RESULT: good. Nothing lost, nothing let out, nothing changed, nothing doubled without a reason.'
      : `RESULT: BAD\n${accounts.faults.map((fault) => `  - ${fault}`).join('\n')}`,
    '',
  ].join('\n')
}

const seconds = (ms: number, words: string): string => `${(ms / 1000).toFixed(2).padStart(10)} s  ${words}`

export const waitingReport = (store: string, count: number, measures: Measures): string =>
  [
    `WAITING on ${store}: ${count} messages wait for a next hop that refuses, ${count} are held`,
    seconds(measures.readyEmpty, 'from the start of the process until ready, with nothing in the store'),
    seconds(measures.readyFull, 'the same with all of them'),
    seconds(measures.smtpAnswer, 'the slowest of 20 submissions'),
    seconds(measures.consoleAnswer, 'the slowest of 20 decisions at the console: list, case, release or return'),
    seconds(measures.firstDelivery, 'from the start after SIGKILL to the first delivery, the next hop being back'),
    seconds(measures.firstDeliveryAfterKill, 'the same when killed in the middle of delivering'),
    seconds(measures.emptied, `until the other ${measures.delivered} were delivered`),
    measures.left === 0 ? 'RESULT: good. All of them came.' : `RESULT: BAD. ${measures.left} never came.`,
    '',
  ].join('\n')
