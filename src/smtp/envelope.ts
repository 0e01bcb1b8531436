/**
 * MAIL and RCPT: who may send, from where, to whom.
 *
 * We are no open relay (RFC 5321 §7.9): the client must be on the allow list or signed in, and the sender must be ours.
 * Forms that ask us to relay on somebody's behalf (source routes, user%host) are refused (RFC 2505 §2.1).
 */
import type { SMTPServerAddress, SMTPServerSession } from 'smtp-server'
import type { Context } from './context.ts'
import { SmtpReply } from './reply.ts'

const MAIL_PARAMETERS = new Set(['SIZE', 'BODY', 'SMTPUTF8', 'AUTH'])
const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\u{80}-\u{10ffff}-]{1,200}$/u
const INVISIBLE = /[\p{C}\p{Z}\ufffd]/u

export const isAsciiText = (text: string): boolean => /^[\x20-\x7e]*$/.test(text)

const parametersOf = (address: SMTPServerAddress): string[] => Object.keys(address.args || {})

export const wantsUtf8 = (address: SMTPServerAddress | false): boolean =>
  address !== false && address.args !== false && address.args.SMTPUTF8 !== undefined

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)

const checkForm = (address: string, role: 'sender' | 'recipient', utf8: boolean): void => {
  const code = role === 'sender' ? '5.1.7' : '5.1.3'
  if (address.startsWith('@') || address.includes(':@'))
    throw new SmtpReply(553, code, 'Source routes are not accepted')
  const local = address.slice(0, address.lastIndexOf('@'))
  if (!LOCAL.test(local) || INVISIBLE.test(address)) throw new SmtpReply(553, code, `Bad ${role} address syntax`)
  if (!utf8 && !isAsciiText(address)) throw new SmtpReply(553, '5.6.7', 'Address needs SMTPUTF8')
}

const checkTrust = (context: Context, session: SMTPServerSession, nullSender: boolean): void => {
  // Its address is the balancer's, and that is no sender.
  if (context.nameless.has(session)) throw new SmtpReply(550, '5.7.1', 'The balancer does not tell who the client is')
  const allowed = context.allowed(session.remoteAddress)
  if (!allowed && !session.user) throw new SmtpReply(530, '5.7.0', 'Authentication required')
  if (!nullSender) return
  // A notification comes from a mail server, never from a signed-in person.
  if (!allowed || !context.options.allowNullSender)
    throw new SmtpReply(550, '5.7.1', 'Null sender is not accepted here')
}

const checkRate = async ({ options, messages }: Context, session: SMTPServerSession): Promise<void> => {
  const user = typeof session.user === 'string' ? session.user : ''
  const limit = user ? options.messagesPerMinutePerUser : options.messagesPerMinute
  if (limit === 0) return
  const count = await messages.add([user ? `user ${user}` : `client ${session.remoteAddress}`])
  if (count > limit) throw new SmtpReply(451, '4.7.1', 'Too many messages in one minute, try again later')
}

export const checkSender = async (
  context: Context,
  requireTls: boolean,
  address: SMTPServerAddress,
  session: SMTPServerSession,
) => {
  const sender = address.address
  if (requireTls && !session.secure) throw new SmtpReply(530, '5.7.0', 'Must issue a STARTTLS command first')
  checkTrust(context, session, sender === '')
  const unknown = parametersOf(address).find((name) => !MAIL_PARAMETERS.has(name))
  if (unknown !== undefined) throw new SmtpReply(555, '5.5.4', 'MAIL parameter not recognized')
  if (sender !== '') {
    checkForm(sender, 'sender', wantsUtf8(address))
    if (!context.house.isOurDomain(domainOf(sender)))
      throw new SmtpReply(550, '5.7.1', 'Sender domain is not served here')
  }
  await context.house.ready()
  await checkRate(context, session)
}

export const checkRecipient = ({ house }: Context, address: SMTPServerAddress, session: SMTPServerSession): void => {
  const recipient = address.address
  const { mailFrom } = session.envelope
  const sender = mailFrom === false ? '' : mailFrom.address
  const utf8 = wantsUtf8(mailFrom)
  if (parametersOf(address).length > 0) throw new SmtpReply(555, '5.5.4', 'RCPT parameter not recognized')
  if (!recipient.includes('@')) throw new SmtpReply(550, '5.1.3', 'Recipient address needs a domain')
  checkForm(recipient, 'recipient', utf8)
  if (recipient.slice(0, recipient.lastIndexOf('@')).includes('%')) {
    throw new SmtpReply(553, '5.1.3', 'Relaying by percent sign is not accepted')
  }
  const needsUtf8 = !isAsciiText(sender) || !isAsciiText(recipient)
  if (needsUtf8 && house.takesUtf8(sender, recipient) === false) {
    throw new SmtpReply(553, '5.6.7', 'Next hop does not take internationalized addresses')
  }
}
