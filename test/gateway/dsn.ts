/** The machine-readable part of a bounce, read as RFC 3464 says: fields of the message, then a group for each recipient. */

type Fields = Readonly<Record<string, string>>

const fieldsOf = (block: string): Fields =>
  Object.fromEntries(
    block
      .replace(/\r\n[ \t]+/g, ' ')
      .split('\r\n')
      .filter(Boolean)
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  )

export const deliveryStatus = (raw: Buffer): { message: Fields; recipients: readonly Fields[] } => {
  const text = raw.toString('latin1')
  const boundary = /Content-Type: multipart\/report;[\s\S]{0,200}?boundary="?([^"\s;]+)/i.exec(text)?.[1]
  const part = text
    .split(`--${boundary}`)
    .find((section) => /^\r\n(?:[^\r\n]+\r\n)*Content-Type: message\/delivery-status/i.test(section))
  const body = part?.slice(part.indexOf('\r\n\r\n') + 4) ?? ''
  const [message = {}, ...recipients] = body
    .split(/\r\n\r\n/)
    .filter((block) => block.trim() !== '')
    .map(fieldsOf)
  return { message, recipients }
}
