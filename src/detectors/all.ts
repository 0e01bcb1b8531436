/** Every detector, in one list: a new rule is a new file and a line here. */
import { anonymousSender } from './anonymous-sender.ts'
import type { Detector } from './detectors.ts'
import { groupAddressVisible } from './group-address-visible.ts'
import { massRecipientsVisible } from './mass-recipients-visible.ts'
import { missingSignature } from './missing-signature.ts'
import { noContact } from './no-contact.ts'
import { password } from './password.ts'
import { passwordRequest } from './password-request.ts'
import { privateAccount } from './private-account.ts'
import { privateAddressDisclosed } from './private-address-disclosed.ts'
import { sendAs } from './send-as.ts'
import { sensitiveInReply } from './sensitive-in-reply.ts'
import { sensitivePupilData } from './sensitive-pupil-data.ts'
import { unexpectedRecipient } from './unexpected-recipient.ts'

// A detector's settings are its own affair: the pack's are parsed by its schema before it runs.
export const DETECTORS = [
  anonymousSender,
  groupAddressVisible,
  massRecipientsVisible,
  missingSignature,
  noContact,
  password,
  passwordRequest,
  privateAccount,
  privateAddressDisclosed,
  sendAs,
  sensitiveInReply,
  sensitivePupilData,
  unexpectedRecipient,
] as unknown as readonly Detector[]
