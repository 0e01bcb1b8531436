/** Builds raw messages for the tests, and reads what the parser made of them. */
import { type Envelope, type Message, parseMessage, type Text } from '../../src/message/message.ts'

export const ENVELOPE: Envelope = { mailFrom: 'jan.peeters@school.example', rcptTo: ['an@ouder.example'] }

/** A message as text with LF becomes bytes with CRLF. */
export const raw = (text: string): Buffer => Buffer.from(text.replaceAll('\n', '\r\n'), 'utf8')

export const parse = (text: string | Buffer, envelope: Envelope = ENVELOPE): Promise<Message> =>
  parseMessage(typeof text === 'string' ? raw(text) : text, envelope)

export const plainMail = (body: string, headers = ''): string =>
  `From: Jan Peeters <jan.peeters@school.example>
To: an@ouder.example
Subject: Bericht
${headers}MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

${body}`

export const htmlMail = (html: string, headers = ''): string =>
  plainMail(html, headers).replace('text/plain', 'text/html')

export const textsOf = (message: Message, role: Text['role']): string[] =>
  message.texts.filter((text) => text.role === role).map((text) => text.text)

export const allText = (message: Message): string => message.texts.map((text) => text.text).join('\n')
