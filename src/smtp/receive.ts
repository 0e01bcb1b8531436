/**
 * DATA: the message streams into an intake, and 250 is said only when the house keeps it safe.
 *
 * A refusal is remembered and said at the final dot; what still comes is read and thrown away, for a reply in the middle
 * of the data would put client and server out of step. Whatever goes wrong, the intake is aborted.
 */
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server'
import type { Envelope } from '../message/message.ts'
import type { Intake, MailHead } from '../store/store.ts'
import type { Context } from './context.ts'
import { isAsciiText, wantsUtf8 } from './envelope.ts'
import { replyTo } from './errors.ts'
import {
  checkHeaderBlock,
  familyKeyOf,
  HeaderBlock,
  type HeaderFacts,
  joinKeyOf,
  messageIdIn,
  readHeaderFacts,
} from './header-block.ts'
import { LineWatch } from './lines.ts'
import { ownMark, receivedLine } from './received.ts'
import { SmtpReply } from './reply.ts'

type Read = Readonly<{ intake: Intake; size: number; header: Buffer; eightBit: boolean }>

const tooBig = (): SmtpReply => new SmtpReply(552, '5.3.4', 'Message is larger than the announced SIZE')

/** Reads to the final dot; throws the refusal, if any, only then. */
const read = async ({ options, house }: Context, stream: SMTPServerDataStream): Promise<Read> => {
  let refusal: SmtpReply | undefined
  const intake = await house.intake().catch((error: unknown) => {
    refusal = replyTo(error)
  })
  const lines = new LineWatch()
  const header = new HeaderBlock()
  let size = 0
  const refuse = async (reply: SmtpReply) => {
    refusal = reply
    await intake?.abort()
  }
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length
      if (refusal || !intake) continue
      lines.see(chunk)
      header.see(chunk)
      if (lines.fault) await refuse(lines.fault)
      else if (size > options.maxMessageBytes) await refuse(tooBig())
      else await intake.write(chunk).catch((error: unknown) => refuse(replyTo(error)))
    }
    if (refusal || !intake) throw refusal ?? new Error('no intake')
    return { intake, size, header: header.bytes, eightBit: lines.eightBit }
  } catch (error) {
    await intake?.abort()
    throw error
  }
}

const tlsOf = ({ tlsOptions }: SMTPServerSession): string =>
  tlsOptions ? `${tlsOptions.version ?? 'TLS'} ${tlsOptions.name ?? ''}`.trim() : ''

const headOf = (
  context: Context,
  session: SMTPServerSession,
  envelope: Envelope,
  mail: Read,
  { smtputf8, messageId }: Readonly<{ smtputf8: boolean; messageId: string }>,
): MailHead => {
  const receivedAt = Date.now()
  const tls = tlsOf(session)
  const user = typeof session.user === 'string' ? session.user : ''
  const received = receivedLine({
    id: mail.intake.id,
    hostname: context.hostname,
    clientAddress: session.remoteAddress,
    clientName: session.hostNameAppearsAs,
    tls,
    signedIn: user !== '',
    extended: session.openingCommand === 'EHLO',
    smtputf8,
    recipients: envelope.rcptTo,
    at: receivedAt,
  })
  const client = { address: session.remoteAddress, name: session.hostNameAppearsAs, tls, user }
  const about = { received, smtputf8, eightBit: mail.eightBit, client, receivedAt, size: mail.size }
  return { kind: 'mail', envelope, ...about, ...(messageId === '' ? {} : { messageId }) }
}

/** SMTPUTF8 was asked for, and something really needs it: then the next hop must know it too (RFC 6531 §3.1). */
const needsUtf8 = (session: SMTPServerSession, envelope: Envelope, facts: HeaderFacts): boolean =>
  wantsUtf8(session.envelope.mailFrom) &&
  (facts.eightBit || ![envelope.mailFrom, ...envelope.rcptTo].every(isAsciiText))

/** The id it is kept under. Rejects with what to tell the client. */
export const receive = async (
  context: Context,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
): Promise<string> => {
  const { mailFrom, rcptTo } = session.envelope
  const envelope: Envelope = {
    mailFrom: mailFrom === false ? '' : mailFrom.address,
    rcptTo: rcptTo.map((recipient) => recipient.address),
  }
  const mail = await read(context, stream)
  try {
    const facts = readHeaderFacts(mail.header, ownMark(context.hostname))
    checkHeaderBlock(mail.header, facts, context.options.maxReceived)
    const smtputf8 = needsUtf8(session, envelope, facts)
    if (smtputf8 && envelope.rcptTo.some((to) => context.house.takesUtf8(envelope.mailFrom, to) === false)) {
      throw new SmtpReply(554, '5.6.7', 'Next hop does not take internationalized messages')
    }
    const head = headOf(context, session, envelope, mail, { smtputf8, messageId: messageIdIn(facts) })
    const family = familyKeyOf(mail.header, facts, head)
    return (await context.house.accept(mail.intake, head, joinKeyOf(facts, envelope), family)).id
  } catch (error) {
    await mail.intake.abort()
    throw error
  }
}
