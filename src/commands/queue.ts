/** `queue`: what is on its way out, the road of one message, and another try now. */
import { type Log, silentLog } from '../log.ts'
import { openStore, type RecipientState, type Store, type StoredMail } from '../store/store.ts'
import type { Context } from './context.ts'
import { listening, sayDamaged } from './damage.ts'
import { clock, line, table, UsageError } from './terminal.ts'

const LIST_AT_MOST = 1000

export const withStore = async (
  context: Context,
  action: (store: Store) => Promise<number>,
  log: Log = silentLog,
): Promise<number> => {
  const store = await openStore({ ...context.config.store, var: context.config.var }, { log })
  try {
    return await action(store)
  } finally {
    await store.close()
  }
}

const waitingOf = (mail: StoredMail): readonly RecipientState[] => mail.recipients.filter((r) => r.fate === 'waiting')

export const plain = (mail: StoredMail): object => ({
  id: mail.id,
  kind: mail.head.kind,
  state: mail.state,
  from: mail.head.envelope.mailFrom,
  messageId: mail.head.messageId ?? mail.verdict?.messageId ?? '',
  receivedAt: new Date(mail.head.receivedAt).toISOString(),
  size: mail.head.size,
  recipients: mail.recipients.map(({ address, fate, attempts, nextAt, lastReply }) => ({
    address,
    fate,
    attempts,
    nextAt: nextAt ? new Date(nextAt).toISOString() : '',
    lastReply,
  })),
})

/** Waiting for the next hop, and received but not judged yet. */
const onTheWay = async (store: Store): Promise<readonly StoredMail[]> => [
  ...(await store.list({ state: 'received', limit: LIST_AT_MOST })),
  ...(await store.list({ fate: 'waiting', limit: LIST_AT_MOST })),
]

export const queueList = (context: Context, options: { json?: boolean }): Promise<number> => {
  const { log, heard } = listening()
  return withStore(
    context,
    async (store) => {
      const code = await listQueue(context, options, store)
      if (heard().length > 0) context.terminal.err(line(`${sayDamaged(heard())}.`))
      return code
    },
    log,
  )
}

const listQueue = async (
  { terminal: { out } }: Context,
  options: { json?: boolean },
  store: Store,
): Promise<number> => {
  const mails = await onTheWay(store)
  if (options.json) out(mails.map((mail) => line(JSON.stringify(plain(mail)))).join(''))
  else if (mails.length === 0) out(line('The queue is empty.'))
  else {
    const rows = mails.map((mail) => {
      const waiting = waitingOf(mail)
      const next = Math.min(...waiting.map((r) => r.nextAt))
      return [
        mail.id,
        mail.head.envelope.mailFrom || '<>',
        String(waiting.length),
        waiting[0] ? clock(next) : 'being judged',
        waiting[0]?.lastReply ?? '',
      ]
    })
    out(table([['ID', 'FROM', 'WAITING', 'NEXT TRY', 'LAST ANSWER'], ...rows]))
  }
  return 0
}

export const queueShow = (context: Context, id: string, options: { json?: boolean }): Promise<number> =>
  withStore(context, async (store) => {
    const mail = await store.mail(id)
    if (!mail) throw new UsageError(`There is no message ${id}.`)
    const { out } = context.terminal
    if (options.json) out(line(JSON.stringify({ ...plain(mail), history: mail.history })))
    else {
      out(line(`${mail.id}  from ${mail.head.envelope.mailFrom || '<>'}, ${mail.head.size} bytes, ${mail.state}`))
      out(table(mail.recipients.map((r) => [`  ${r.address}`, r.fate, r.lastReply])))
      out(table(mail.history.map((h) => [`  ${clock(h.at)}`, h.event, h.by, h.detail ?? ''])))
    }
    return 0
  })

export const queueRetry = (context: Context, id: string | undefined): Promise<number> =>
  withStore(context, async (store) => {
    const count = await store.retry(id ?? 'all', Date.now())
    if (count === 0 && id !== undefined && !(await store.mail(id))) throw new UsageError(`There is no message ${id}.`)
    const none = id === undefined ? 'Nothing is waiting.' : `${id} waits for nobody: see mailsluis queue show ${id}`
    context.terminal.out(line(count === 0 ? none : `${count} recipient(s) are tried again now.`))
    return 0
  })
