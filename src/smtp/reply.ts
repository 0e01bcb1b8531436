/** What the client reads, and what we log; never the same field. */
export class SmtpReply extends Error {
  readonly responseCode: number
  constructor(code: number, enhanced: string, words: string, cause?: unknown) {
    super(`${enhanced} ${words}`, { cause })
    this.name = 'SmtpReply'
    this.responseCode = code
  }
}

/** An RFC 3463 code at the head of a reply text. */
export const carriesCode = (text: string): boolean => /^[245]\.\d{1,3}\.\d{1,3} /.test(text)
