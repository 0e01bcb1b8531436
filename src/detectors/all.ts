/** Every detector, in one list: a new rule is a new file and a line here. */
import { anonymousSender } from './anonymous-sender.ts'
import { carelessLanguage } from './careless-language.ts'
import { chainMail } from './chain-mail.ts'
import { confidentialMarking } from './confidential-marking.ts'
import { contactData } from './contact-data.ts'
import { copyrightImage } from './copyright-image.ts'
import { dangerousAttachment } from './dangerous-attachment.ts'
import { deceptiveLink } from './deceptive-link.ts'
import type { Detector } from './detectors.ts'
import { groupAddressVisible } from './group-address-visible.ts'
import { largeAttachment } from './large-attachment.ts'
import { massRecipientsVisible } from './mass-recipients-visible.ts'
import { missingSignature } from './missing-signature.ts'
import { noContact } from './no-contact.ts'
import { password } from './password.ts'
import { passwordRequest } from './password-request.ts'
import { privateAccount } from './private-account.ts'
import { privateAddressDisclosed } from './private-address-disclosed.ts'
import { privateUse } from './private-use.ts'
import { prohibitedContent } from './prohibited-content.ts'
import { pupilPhoto } from './pupil-photo.ts'
import { sendAs } from './send-as.ts'
import { sensitiveInReply } from './sensitive-in-reply.ts'
import { sensitivePupilData } from './sensitive-pupil-data.ts'
import { unapprovedChannel } from './unapproved-channel.ts'
import { unexpectedRecipient } from './unexpected-recipient.ts'
import { uninspectable } from './uninspectable.ts'

// A detector's settings are its own affair: the pack's are parsed by its schema before it runs.
export const DETECTORS = [
  anonymousSender,
  carelessLanguage,
  chainMail,
  groupAddressVisible,
  massRecipientsVisible,
  missingSignature,
  noContact,
  password,
  passwordRequest,
  privateAccount,
  privateAddressDisclosed,
  privateUse,
  prohibitedContent,
  sendAs,
  sensitiveInReply,
  sensitivePupilData,
  unexpectedRecipient,
  confidentialMarking,
  contactData,
  copyrightImage,
  dangerousAttachment,
  deceptiveLink,
  largeAttachment,
  pupilPhoto,
  unapprovedChannel,
  uninspectable,
] as unknown as readonly Detector[]
