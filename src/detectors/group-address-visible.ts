/**
 * An address that stands for a group of persons is in To or Cc.
 *
 * A person looks at the names in To and Cc: leerkrachten@, ouders-3a@, a list of the directory. What fools it: function
 * mailboxes (info@, directie@) read by several people, local parts that merely resemble a group, and personeel@ or
 * leerkrachten@ of a firm or a museum, which is a desk; the directory decides, the local part only proposes.
 * Clauses ME-3.1-bcc, SJ-3.1-bcc.
 */
import { z } from 'zod'
import type { Detector, Finding, Recipient } from './detectors.ts'
import { ofOtherSchool } from './private-mail.ts'

const settings = z.strictObject({})

/** The directory says so; a local part of ours suggests it; another school's "leerkrachten@" may have one reader. */
const certainty = ({ known, ours }: Recipient): number => (known ? 0.95 : ours ? 0.85 : 0.7)

// Providers of distribution lists, and hosts that schools and parents run such lists on.
const LISTS = /@(?:lists?|groups?|groepen)\.|@(?:googlegroups|groups)\.|@[\w.-]{0,60}(?:ouder|parent|eltern)/

/** "personeel@wzc.example" is a desk of a firm. Groups of persons are in schools, on list servers and with free mail. */
const isGroup = (recipient: Recipient): boolean => {
  if (recipient.class !== 'group') return false
  if (recipient.known || recipient.ours || recipient.freeMail) return true
  return ofOtherSchool(recipient) !== undefined || LISTS.test(recipient.address)
}

const seeGroup = (recipient: Recipient): Finding => {
  const { address } = recipient
  return {
    rule: 'group-address-visible',
    place: { in: 'recipients', header: recipient.seen === 'to' ? 'To' : 'Cc' },
    excerpt: address,
    because: {
      nl: `${address} staat voor een groep mensen en is voor iedereen zichtbaar.`,
      fr: `${address} représente un groupe de personnes et est visible par tous.`,
      en: `${address} stands for a group of people and can be seen by everybody.`,
    },
    confidence: certainty(recipient),
    remedy: [address],
  }
}

export const groupAddressVisible: Detector<z.infer<typeof settings>> = {
  rule: 'group-address-visible',
  settings,
  inspect: ({ visible }) => visible.filter(isGroup).map(seeGroup),
}
