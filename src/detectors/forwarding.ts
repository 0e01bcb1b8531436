/**
 * Whether a machine, or somebody with "resend", passed a message on unchanged: the original From stays, the envelope and
 * some headers tell. SRS and Google's "+caf_=" rewrite the envelope sender so that SPF holds.
 */
import type { Message } from '../message/message.ts'

/** `by`: a rule of the mailbox, or a person. `through`: addresses that passed it on, lower-cased. */
export type Forward = Readonly<{ by: 'rule' | 'person'; through: readonly string[] }>

const RULE_HEADERS = new Set(['x-forwarded-to', 'x-forwarded-for', 'x-ms-exchange-inbox-rules-loop'])
const REWRITTEN = /^srs[01][=+-]|\+caf_=/i
const ADDRESS = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/g

const addressesIn = (values: readonly string[]): string[] =>
  values.flatMap((value) => (value.slice(0, 1_000).match(ADDRESS) ?? []).map((address) => address.toLowerCase()))

export const forwardOf = ({ headers, envelope }: Message): Forward | undefined => {
  const rule = headers.filter(
    ({ name, value }) => RULE_HEADERS.has(name) || (name === 'auto-submitted' && /auto-forwarded/i.test(value)),
  )
  const resent = headers.filter(({ name }) => name === 'resent-from')
  const automatic = rule.length > 0 || REWRITTEN.test(envelope.mailFrom)
  if (!automatic && resent.length === 0) return undefined
  const values = [...rule, ...resent].filter(({ name }) => name !== 'x-forwarded-to').map(({ value }) => value)
  return { by: automatic ? 'rule' : 'person', through: addressesIn([...values, envelope.mailFrom]) }
}
