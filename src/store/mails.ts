/** Reading messages back: rows opened into values. */
import type { KeyObject } from 'node:crypto'
import { Readable } from 'node:stream'
import { type Engine, readable } from './engine.ts'
import { StoreUnusable } from './errors.ts'
import { openWhole } from './sealed-stream.ts'
import type { Fate, HistoryEntry, MailHead, MailState, RecipientState, StoredMail, Verdict } from './store.ts'
import { unseal, unsealJson, type Vault } from './vault.ts'

export type MessageRow = Readonly<{
  id: string
  record_key: Uint8Array
  content_key: Uint8Array | null
  kind: 'mail' | 'notice'
  state: MailState
  changed: number
  keep_until: number
  file: string | null
  head: Uint8Array
  addresses: Uint8Array | null
  verdict: Uint8Array | null
  /** What it is found by (traces.ts); null = stored before there were any. */
  terms: string | null
}>

export type SealedMail = Omit<MessageRow, 'file'>

export type RecipientRow = Readonly<{
  ordinal: number
  fate: Fate
  attempts: number
  next_at: number
  lease_until: number
  reply: Uint8Array | null
}>

type HistoryRow = Readonly<{ seq: number; sealed: Uint8Array }>

const COLUMNS = 'id, record_key, content_key, kind, state, changed, keep_until, file, head, addresses, verdict, terms'

export const messageRow = (engine: Engine, id: string): MessageRow | undefined =>
  engine.db.get<MessageRow>(`select ${COLUMNS} from message where id = ?`, id)

export const keyOf = (engine: Engine, row: MessageRow): KeyObject => engine.vault.recordKey(row.id, row.record_key)

export const headOf = (row: SealedMail, recordKey: KeyObject): MailHead =>
  unsealJson<MailHead>(recordKey, `head ${row.id}`, row.head)

export const addressesOf = (row: SealedMail, recordKey: KeyObject): readonly string[] =>
  row.addresses ? unsealJson<string[]>(recordKey, `addresses ${row.id}`, row.addresses) : []

const openRecipients = (
  row: SealedMail,
  recordKey: KeyObject,
  recipients: readonly RecipientRow[],
): readonly RecipientState[] => {
  const addresses = addressesOf(row, recordKey)
  return recipients.map(({ ordinal, fate, attempts, next_at, lease_until, reply }) => ({
    address: addresses[ordinal] ?? '',
    fate,
    attempts,
    nextAt: next_at,
    lastReply: reply ? unseal(recordKey, `reply ${row.id} ${ordinal}`, reply).toString() : '',
    ...(fate === 'waiting' && lease_until > 0 ? { underWayUntil: lease_until } : {}),
  }))
}

/** Opens what a store has read of one message: its row, its recipients and its history, in order. */
export const openMail = (
  vault: Vault,
  row: SealedMail,
  recipients: readonly RecipientRow[],
  history: readonly HistoryRow[],
): StoredMail => {
  const recordKey = vault.recordKey(row.id, row.record_key)
  const contentKey = row.content_key && vault.contentKey(row.id, recordKey, row.content_key)
  return {
    id: row.id,
    state: row.state,
    head: headOf(row, recordKey),
    verdict: contentKey && row.verdict ? unsealJson<Verdict>(contentKey, `verdict ${row.id}`, row.verdict) : undefined,
    recipients: openRecipients(row, recordKey, recipients),
    history: history.map(({ seq, sealed }) => unsealJson<HistoryEntry>(recordKey, `history ${row.id} ${seq}`, sealed)),
    changed: row.changed === 1,
    hasBody: row.content_key !== null,
    keepUntil: row.keep_until,
  }
}

export const readMail = (engine: Engine, id: string): StoredMail | undefined => {
  const row = messageRow(engine, id)
  if (!row) return undefined
  const recipients = engine.db.all<RecipientRow>(
    'select ordinal, fate, attempts, next_at, lease_until, reply from recipient where message = ? order by ordinal',
    id,
  )
  const history = engine.db.all<HistoryRow>('select seq, sealed from history where message = ? order by seq', id)
  return openMail(engine.vault, row, recipients, history)
}

export type MailFilter = Readonly<{
  fate?: Fate
  state?: MailState
  kind?: 'mail' | 'notice'
  limit: number
  before?: string
  oldestFirst?: boolean
}>

/** Sorts after every id. */
export const LAST = '~'

const startOf = ({ before, oldestFirst }: MailFilter): string => before ?? (oldestFirst ? '' : LAST)

/** Steps from message to message along the index: one with ten thousand recipients is one step. */
const idsByFate = (engine: Engine, fate: Fate, filter: MailFilter): string[] => {
  const ids: string[] = []
  let before = startOf(filter)
  const step = filter.oldestFirst ? 'message > ? order by message limit 1' : 'message < ? order by message desc limit 1'
  while (ids.length < filter.limit) {
    const next = engine.db.get<{ message: string }>(
      `select message from recipient where fate = ? and ${step}`,
      fate,
      before,
    )
    if (!next) break
    before = next.message
    const row = engine.db.get<{ state: MailState; kind: string }>(
      'select state, kind from message where id = ?',
      before,
    )
    if (row && row.state === (filter.state ?? row.state) && row.kind === (filter.kind ?? row.kind)) ids.push(before)
  }
  return ids
}

const idsByRow = (engine: Engine, filter: MailFilter): string[] => {
  const { state, kind, limit, oldestFirst } = filter
  const wanted = [
    ...(state ? ['state = ?'] : []),
    ...(kind ? ['kind = ?'] : []),
    oldestFirst ? 'id > ?' : 'id < ?',
  ].join(' and ')
  const values = [...(state ? [state] : []), ...(kind ? [kind] : []), startOf(filter), limit]
  const sql = `select id from message where ${wanted} order by id ${oldestFirst ? '' : 'desc'} limit ?`
  return engine.db.all<{ id: string }>(sql, ...values).map(({ id }) => id)
}

export const listMails = (engine: Engine, filter: MailFilter): readonly StoredMail[] => {
  const ids = filter.fate ? idsByFate(engine, filter.fate, filter) : idsByRow(engine, filter)
  return readable(engine, ids, (id) => readMail(engine, id)).filter((mail) => mail !== undefined)
}

export const NO_MESSAGE = 'There is no message with this id in the store.'
export const GONE = 'The body of this message was destroyed at the end of its time.'

type Bytes = Readonly<{ contentKey: KeyObject; file: string | null }>

const bytesOf = (engine: Engine, id: string): Bytes => {
  const row = messageRow(engine, id)
  if (!row) throw new StoreUnusable(NO_MESSAGE)
  if (!row.content_key) throw new StoreUnusable(GONE)
  return { contentKey: engine.vault.contentKey(id, keyOf(engine, row), row.content_key), file: row.file }
}

const inlineBody = (engine: Engine, id: string, contentKey: KeyObject): Buffer => {
  const row = engine.db.get<{ sealed: Uint8Array }>('select sealed from body where message = ?', id)
  if (!row) throw new StoreUnusable(GONE)
  return openWhole(contentKey, row.sealed)
}

export const readBody = async (engine: Engine, id: string): Promise<Buffer> => {
  const { contentKey, file } = bytesOf(engine, id)
  return file === null ? inlineBody(engine, id, contentKey) : engine.spool.read(file, contentKey)
}

export const streamBody = async (engine: Engine, id: string): Promise<Readable> => {
  const { contentKey, file } = bytesOf(engine, id)
  if (file !== null) return engine.spool.stream(file, contentKey)
  return Readable.from([inlineBody(engine, id, contentKey)], { objectMode: false })
}
