/** Limits of reading a message. Each stops an attack; beyond one the message says `limit` and is held, it never throws. */
export const LIMITS = {
  /** A header block of megabytes makes every header rule slow; real ones stay below 64 KB. */
  headerBytes: 256 * 1024,
  headerLines: 1_000,
  /** A message of ten thousand tiny parts costs far more to read than to send. */
  parts: 1_000,
  /** Multiparts inside multiparts: each level scans its bytes again. */
  nesting: 100,
  /** Signed inside signed: each level copies what is inside. Real messages have two. */
  signatures: 6,
  /** What a compressed S/MIME body may become: zeros deflate a thousand to one. */
  signedBytes: 60_000_000,
  /** Text of one body that is judged. Patterns and HTML cost time per character. */
  bodyText: 2 * 1024 * 1024,
  /** Deeply nested tags make an HTML parser quadratic. */
  htmlDepth: 2_000,
  links: 5_000,
  /** Texts and files that stand as base64 in a body: each is read like a text of its own. */
  pasted: 50,
  /** One spot per line would cost a hundred bytes for each line feed of a body of nothing but line feeds. */
  spots: 20_000,
  /** Larger leaf content is cut out of what the second reader gets: its structure is what we compare. */
  secondReaderLeaf: 64 * 1024,
  secondReaderBytes: 1024 * 1024,
} as const
