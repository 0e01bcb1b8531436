/** What a school may set about its store. */
import { z } from 'zod'

export const StoreOptions = z.strictObject({
  url: z
    .string()
    .default('sqlite:store.db')
    .describe(
      'Where messages are kept: sqlite:PATH (relative to the var folder), or redis://host:port/number for several nodes (rediss:// with TLS).',
    ),
  acceptLoss: z
    .boolean()
    .default(false)
    .describe('Use a Redis that loses accepted mail when it stops or runs full. For trying things out only.'),
  masterKey: z
    .string()
    .optional()
    .describe('Key that opens everything in the store: 32 bytes in base64 or hexadecimal. Better given as a file.'),
  masterKeyFile: z
    .string()
    .optional()
    .describe(
      'File that holds the master key; while it is being rotated, the new one above the old one. Without key and file, master.key is made in the var folder. Keep a copy of it apart from the backups.',
    ),
  maxBytes: z
    .int()
    .positive()
    .default(20_000_000_000)
    .describe('Bytes of mail kept at most; above it new mail gets 452.'),
  minFreeBytes: z
    .int()
    .nonnegative()
    .default(100_000_000)
    .describe(
      'Free disk space (memory, with Redis) below which new mail gets 452, so that what is kept can still be handled.',
    ),
  inlineBytes: z
    .int()
    .min(0)
    .max(1_048_576)
    .default(65_536)
    .describe(
      'Messages up to this size stand in the database; larger ones are files in the spool folder (Redis: pieces).',
    ),
  memoryBytes: z
    .int()
    .min(65_536)
    .max(67_108_864)
    .default(1_048_576)
    .describe('Messages up to this size stay in memory while they are received; larger ones go to disk at once.'),
  recordDays: z
    .int()
    .positive()
    .default(90)
    .describe('Days that envelope, outcome and history of an ended message are kept, once its content is destroyed.'),
})

export type StoreOptions = z.infer<typeof StoreOptions>
