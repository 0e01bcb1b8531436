/**
 * AUTH (RFC 4954), offered inside TLS only. Every wrong password is answered later than the one before; an address or an
 * account with too many of them is cut off, so that neither one guesser nor a swarm on one account gets far.
 */
import type { SMTPServerAuthentication, SMTPServerSession } from 'smtp-server'
import type { Context } from './context.ts'
import { SmtpReply } from './reply.ts'

const CUT_OFF = () => new SmtpReply(421, '4.7.0', 'Too many failed sign-ins, try again later')
const MAX_STEPS = 20

/** The user's name, or a refusal. */
export const signIn = async (
  context: Context,
  auth: SMTPServerAuthentication,
  session: SMTPServerSession,
): Promise<string> => {
  const { wrongPasswords, options, log } = context
  const { maxFailures, failDelayMs } = options.auth
  const name = auth.username ?? ''
  const keys = [`client ${session.remoteAddress}`, `user ${name.toLowerCase()}`] as const
  if ((await wrongPasswords.highest(keys)) >= maxFailures) throw CUT_OFF()
  if (await context.credentials(name, auth.password ?? '')) {
    await wrongPasswords.forget(keys[1])
    return name
  }
  const failures = await wrongPasswords.add(keys)
  log.warn('authFailed', { client: session.remoteAddress, failures })
  await context.wait(failDelayMs * Math.min(failures, MAX_STEPS))
  if (failures >= maxFailures) throw CUT_OFF()
  throw new SmtpReply(535, '5.7.8', 'Wrong user name or password')
}
