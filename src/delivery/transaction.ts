/** One SMTP transaction on one connection: the envelope, the bytes, and what it means for every recipient. */
import { Readable } from 'node:stream'
import type { SMTPConnectionSendInfo } from 'nodemailer/lib/smtp-connection'
import { askUtf8, offers } from './connect.ts'
import { type Bytes, type Sent as BytesSent, type Courier, FOR_ALL } from './courier.ts'
import type { Parcel } from './delivery.ts'
import { type Answer, answerOf, troubleOf } from './results.ts'

/**
 * `state`: what may still be done with the connection. kept: it is in order. spent: say goodbye, for a transaction may
 * still be open and RSET makes Exchange Online lose count. broken: in the middle of something, or gone.
 * `again`: nothing was sent of the message, and the trouble may be this old connection's: a fresh one may try.
 */
export type Transaction = Readonly<{
  answers: ReadonlyMap<string, Answer>
  state: 'kept' | 'spent' | 'broken'
  again: boolean
}>

type SmtpError = Error & { code?: string | undefined; response?: string | undefined; responseCode?: number | undefined }
type Rejection = Error & { recipient?: string; response?: string }
type Envelope = { from: string; to: string[]; size: number; use8BitMime: boolean; rejectedErrors?: Rejection[] }

type Sent = Readonly<{ info?: SMTPConnectionSendInfo; error?: SmtpError }>

const send = (
  connection: Courier,
  envelope: Envelope,
  bytes: Bytes,
  { ms, forAll }: Readonly<{ ms: number; forAll: boolean }>,
): Promise<Sent> =>
  new Promise((resolve) => {
    const late = setTimeout(
      () => resolve({ error: Object.assign(new Error('transaction took too long'), { code: 'ETIMEDOUT' }) }),
      ms,
    )
    connection.carry(envelope, bytes, forAll, (error, info) => {
      clearTimeout(late)
      resolve(error ? { error } : info ? { info } : { error: new Error('no answer') })
    })
  })

/** Refused one by one at RCPT, whatever became of the rest. */
const rejections = (envelope: Envelope, hop: string): Map<string, Answer> =>
  new Map(
    (envelope.rejectedErrors ?? []).flatMap(({ recipient, response }) =>
      recipient === undefined ? [] : [[recipient, answerOf(response ?? '', hop)] as const],
    ),
  )

/** An error is an answer about the mail only when the hop gave it to one of our commands. */
const answerOfError = (error: SmtpError, hop: string): Answer => {
  const told = error.code === 'EENVELOPE' || error.code === 'EMESSAGE'
  if (told && error.response) return answerOf(error.response, hop)
  if (error.code === 'EMESSAGE')
    return { outcome: 'failed', status: '5.3.4', reply: 'larger than the next hop takes', hop }
  if (error.response) return { ...answerOf(error.response, hop), outcome: 'retry' }
  return troubleOf('4.4.2', `connection lost (${error.code ?? 'unknown'})`, hop)
}

/** Whether the next hop may have something of it, and all of it. */
const sentOf = async (bytes: Bytes, connection: Courier): Promise<BytesSent> => {
  if (!(bytes instanceof Readable)) return connection.sent()
  const sent = { begun: bytes.readableDidRead, whole: bytes.readableEnded }
  bytes.on('error', () => {}).destroy()
  return sent
}

const spread = (to: readonly string[], rest: Answer, known: ReadonlyMap<string, Answer>): Map<string, Answer> =>
  new Map(to.map((address) => [address, known.get(address) ?? rest]))

export const transact = async (
  connection: Courier,
  parcel: Parcel,
  to: readonly string[],
  hop: string,
  ms: number,
): Promise<Transaction> => {
  if (parcel.smtputf8 && !offers(connection, 'SMTPUTF8')) {
    const no: Answer = { outcome: 'failed', status: '5.6.7', reply: 'the next hop does not take SMTPUTF8', hop }
    return { answers: spread(to, no, new Map()), state: 'kept', again: false }
  }
  const bytes = await parcel.open()
  const envelope: Envelope = { from: parcel.mailFrom, to: [...to], size: parcel.size, use8BitMime: parcel.eightBit }
  askUtf8(connection, parcel.smtputf8)
  const { info, error } = await send(connection, envelope, bytes, { ms, forAll: parcel.forAll !== undefined })
  const { begun, whole } = await sentOf(bytes, connection)
  const known = rejections(envelope, hop)
  // An answer before our last byte is no answer to the message.
  if (info && whole) return { answers: spread(to, answerOf(info.response, hop), known), state: 'kept', again: false }
  const early: SmtpError = Object.assign(new Error('answered too early'), { code: 'EPROTOCOL' })
  const trouble = error ?? early
  return { answers: spread(to, answerOfError(trouble, hop), known), ...aftermath(trouble, begun, whole) }
}

const aftermath = (
  { code, responseCode = 0 }: SmtpError,
  begun: boolean,
  whole: boolean,
): Pick<Transaction, 'state' | 'again'> => {
  const closing = responseCode === 421
  if (code === 'EMESSAGE' && !closing && begun === whole && (responseCode >= 400 || !begun))
    return { state: 'kept', again: false }
  if (code === 'EENVELOPE' && !closing && !begun) return { state: 'spent', again: responseCode === 503 }
  return { state: 'broken', again: !begun && code !== FOR_ALL }
}
