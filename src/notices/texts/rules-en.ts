/** The rules in English (plain): what is the matter, why it matters, what to do. */
import type { RuleTexts } from './catalogue.ts'

export const RULES_EN: RuleTexts = {
  'group-address-visible': {
    title: 'A group address is visible in To or Cc',
    why: 'Every recipient then sees the group’s address and can e-mail the whole group in one click.',
    steps: ['Move {addresses} from To or Cc to Bcc.', 'Is To empty now? Put your own address there.'],
    tip: 'Always put a group address in Bcc, and your own address in To.',
  },
  'mass-recipients-visible': {
    title: 'People outside the school can see each other’s addresses',
    why: 'An e-mail address is personal data. Not everybody wants others to see it.',
    steps: ['Put everybody outside the school in Bcc.', 'Put your own address in To.'],
    tip: 'Writing to several people at once? Put them in Bcc, and your own address in To.',
  },
  'unexpected-recipient': {
    title: 'There may be a wrong recipient',
    why: 'One wrong address, and your message reaches somebody it was not meant for.',
    steps: ['Check the address above carefully.', 'Does it not belong there? Remove it.'],
    tip: 'Look at the addresses once more before you send. Your mail program sometimes fills in a wrong one.',
  },
  password: {
    title: 'The message contains a password or access code',
    why: 'An e-mail is kept for a long time and easily forwarded. Whoever reads it can get in.',
    steps: [
      'Take the password or code out of your message and pass it on in person or by phone.',
      'Have you e-mailed it before? Then change it.',
    ],
    tip: 'Pass on a password or code in person or by phone. Change the one you have just e-mailed.',
  },
  'password-request': {
    title: 'The message asks for a password or code',
    why: 'Fraudsters do that too. If the school never asks, everybody can recognise a fake message.',
    steps: [
      'Take that question out of your message.',
      'Can somebody not sign in? The ICT coordinator can set a new password.',
    ],
    tip: 'Never ask anybody for a password or code. The ICT coordinator can set a new one.',
  },
  'sensitive-pupil-data': {
    title: 'The message contains sensitive information about a pupil',
    why: 'An e-mail can end up with the wrong person. In {pupilSystem}, only the right people see the information.',
    steps: [
      'Put the information in {pupilSystem}.',
      'Refer to it in your e-mail, without a name and without details. A phone call is fine too.',
    ],
    tip: 'Put sensitive information in {pupilSystem} and refer to it in your e-mail, without a name and without details.',
  },
  'sensitive-in-reply': {
    title: 'The earlier message below the text contains sensitive information about a pupil',
    why: 'What others wrote to you travels along with your reply or with what you forward.',
    steps: [
      'Delete the earlier message below your own text.',
      'Put the information in {pupilSystem} and delete the e-mails that contain it.',
    ],
    tip: 'Delete the earlier message below your reply. Put the information in {pupilSystem} and delete the e-mails.',
  },
  'private-account': {
    title: 'A private address is used for school matters',
    why: 'The school cannot protect what is in a private mailbox.',
    steps: [
      'Use school addresses only: as sender, as reply address, and to reach a colleague or yourself.',
      'Do you continue at home? Sign in there with your school account.',
    ],
    tip: 'Use school addresses only for school matters, also as the reply address. At home you can sign in with your school account.',
  },
  'private-address-disclosed': {
    title: 'The message gives a colleague’s private address or number',
    why: 'Whoever gets it can pass it on. That is for your colleague to decide.',
    steps: [
      'Replace it with the school’s address or number.',
      'Is the private number really needed? Let your colleague give it.',
    ],
    tip: 'Give the school’s address or number. Private ones are for your colleague to give.',
  },
  'send-as': {
    title: 'The message is sent from somebody else’s address',
    why: 'The recipient must be able to see who is writing.',
    steps: [
      'Choose your own school address as the sender.',
      'Do you work with this address too? Ask the ICT coordinator for access.',
    ],
    tip: 'Choose your own school address as the sender, or ask the ICT coordinator for access to this one.',
  },
  'anonymous-sender': {
    title: 'It is not clear who wrote this message',
    why: 'The recipient must know who you are and what you do at school.',
    steps: ['Put your first name, last name and function below your message.', 'Set your own name as the sender.'],
    tip: 'Use your own name as the sender and put your function below your message.',
  },
  'prohibited-content': {
    title: 'Part of the text may be hurtful, threatening or inappropriate',
    why: 'In writing, a sentence often sounds harsher than you mean it, and it does not go away.',
    steps: [
      'Read your message again later, calmly, and rephrase that sentence.',
      'Did something happen? Calling or talking often works better.',
    ],
    tip: 'Angry or upset? Let an e-mail rest for a while before you send it.',
  },
  'dangerous-attachment': {
    title: 'An attachment could infect a computer',
    why: 'Files of this kind are used to attack schools.',
    steps: [
      'Send the document as a PDF, or save it again without macros.',
      'Do you not know this file? Do not open it, and call the ICT coordinator.',
    ],
    tip: 'Send documents as a PDF. Do you not know the file? Call the ICT coordinator.',
  },
  'deceptive-link': {
    title: 'A link leads to a different website than it says',
    why: 'This is how fake messages work. The recipient cannot see the difference.',
    steps: [
      'Check where the link really leads and put the right address in your message.',
      'Do you not know the link? Do not click it, and call the ICT coordinator.',
    ],
    tip: 'Check that the text of a link and its real address name the same website.',
  },
  uninspectable: {
    title: 'We cannot check part of the message',
    why: 'We cannot open a file that is damaged or has a password. So we do not know what is in it.',
    steps: [
      'Nothing sensitive in it? Send the file without a password, or save it again as a PDF.',
      'Something sensitive in it? Put it in {pupilSystem} or in a protected school folder. Send only the link, and pass on a password by phone or text message.',
    ],
    tip: 'Put a protected file in a protected school folder. Send only the link, and pass on a password by phone or text message.',
  },
  'contact-data': {
    title: 'The message contains a list with private details of several people',
    why: 'Phone numbers and addresses of pupils, parents or colleagues are not passed on just like that.',
    steps: [
      'Take the list out of your message or attachment.',
      'Is one number or address enough? Then send only that.',
    ],
    tip: 'Do not send lists of private details. Send only what the recipient needs.',
  },
  'pupil-photo': {
    title: 'There are pupils in a photo or film, and we do not know whether that is allowed',
    why: 'Pictures of pupils are shared only with the consent of the parents or the pupil.',
    steps: [
      'Check that there is consent for every pupil. If not, leave the picture out.',
      'Is there consent? Then say so in your message. Do not add names.',
    ],
    tip: 'Before you share a photo, check that there is consent for every pupil, and do not add names.',
  },
  'copyright-image': {
    title: 'A picture may belong to somebody else',
    why: 'The school can get a bill for a protected picture.',
    steps: [
      'Use your own photo, or a picture that is free to use.',
      'Do you have permission? Then add the maker’s name.',
    ],
    tip: 'Use your own photos, or pictures that are free to use.',
  },
  'confidential-marking': {
    title: 'Something marked confidential or internal is going outside the school',
    why: 'Whoever marked it wanted it to stay inside the school.',
    steps: [
      'May this go outside the school? Ask the author or the head of the school.',
      'If not, take it out of your message.',
    ],
    tip: 'First ask the author or the head of the school whether something confidential may leave the school.',
  },
  'missing-signature': {
    title: 'The signature is not complete',
    why: 'A complete signature tells the recipient who you are and how to reach the school.',
    steps: [
      'Add this below your message: {missing}.',
      'Save the complete signature in your mail program. From then on it is added by itself.',
    ],
    tip: 'Save a complete signature in your mail program. Still missing: {missing}.',
  },
  'careless-language': {
    title: 'The text could do with a little more care',
    why: 'Your e-mail shows parents and others how the school writes.',
    steps: ['Run the spell checker over your text.', 'Avoid whole sentences in capitals: they read like shouting.'],
    tip: 'Run the spell checker over your text, and avoid whole sentences in capitals.',
  },
  'chain-mail': {
    title: 'This looks like a chain letter',
    why: 'A chain letter worries people and fills everybody’s mailbox.',
    steps: ['Do not forward it.', 'Not sure whether it is real? Ask the ICT coordinator.'],
    tip: 'Do not forward a chain letter.',
  },
  'private-use': {
    title: 'This looks like a private message',
    why: 'Your school address is for your work: what you write is in the school’s name.',
    steps: ['Send this from your own private address.'],
    tip: 'Use your own private address for private matters.',
  },
  'no-contact': {
    title: 'A recipient should not get this e-mail',
    why: 'The recipient asked for this, or the school agreed on it.',
    steps: ['Remove this recipient.', 'Is it necessary all the same? Talk to the head of the school.'],
    tip: 'Talk to the head of the school before you e-mail this recipient.',
  },
  'unapproved-channel': {
    title: 'The conversation moves to an app or chat that the school does not use',
    why: 'The school cannot protect what pupils or parents share there.',
    steps: ['Use a school channel: {channels}.'],
    tip: 'Use a school channel: {channels}.',
  },
  'large-attachment': {
    title: 'An attachment is very large',
    why: 'Large attachments do not always arrive, and they fill mailboxes.',
    steps: ['Put the file in the school’s shared storage.', 'Send a link that only the recipient can open.'],
    tip: 'Put large files in the school’s shared storage and send a link.',
  },
}
