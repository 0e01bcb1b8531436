/** Any trouble becomes a reply: what we do not know is temporary, and nothing of it is told to the client. */
import { StoreFull } from '../store/store.ts'
import type { Context } from './context.ts'
import { SmtpReply } from './reply.ts'

export const replyTo = (error: unknown): SmtpReply => {
  if (error instanceof SmtpReply) return error
  if (error instanceof StoreFull)
    return new SmtpReply(452, '4.3.1', 'No room to keep this message safe, try again later', error)
  return new SmtpReply(451, '4.3.0', 'Temporary trouble, try again later', error)
}

/** Logs our own trouble by class; a refusal by its reply. */
export const logRefusal = ({ log }: Context, client: string, reply: SmtpReply): void => {
  const fields = { client, reply: `${reply.responseCode} ${reply.message}` }
  if (reply.cause === undefined) log.info('mailRefused', fields)
  else log.warn('mailRefused', fields, reply.cause)
}
