/** What a school may set about its store. */
import { z } from 'zod'

const secret = (what: string) => z.string().optional().describe(`${what} Better given as a file.`)
const file = (what: string) => z.string().optional().describe(what)

const RedisOptions = z
  .strictObject({
    password: secret('Password of the user in the address of the store.'),
    passwordFile: file('File that holds this password.'),
    sentinelUsername: z.string().optional().describe('User (ACL) of the Sentinels, when they ask for one.'),
    sentinelPassword: secret('Password of the Sentinels.'),
    sentinelPasswordFile: file('File that holds the password of the Sentinels.'),
    caFile: file('With rediss://: certificate (PEM) of whoever signed that of Redis, when it is one of your own.'),
    certFile: file('With rediss://: client certificate (PEM) to show to Redis.'),
    keyFile: file('Its private key (PEM).'),
    replicas: z
      .int()
      .min(0)
      .max(9)
      .default(0)
      .describe(
        'Mail is accepted only when so many replicas of Redis have it too, on disk where the server can tell (WAITAOF: Redis 7.2, Valkey), in memory otherwise. 1 or more where a replica may take over.',
      ),
    replicaMs: z
      .int()
      .min(50)
      .max(4000)
      .default(2000)
      .describe('Milliseconds to wait for these replicas; then the client gets 451 and comes again.'),
  })
  .describe('How to reach Redis, when the store is there.')

const BlobOptions = z
  .strictObject({
    url: z
      .string()
      .default('')
      .describe(
        'folder:/PATH (on all nodes the same, as NFS) or s3://host/bucket/prefix (s3+http:// without TLS). Empty: large bodies stand in Redis.',
      ),
    accessKeyFile: file('With s3://: file that holds the access key.'),
    secretKeyFile: file('With s3://: file that holds the secret key.'),
    region: z
      .string()
      .default('us-east-1')
      .describe('With s3://: region to sign for; most others than Amazon take any.'),
  })
  .describe('Where bodies larger than inlineBytes stand beside Redis, sealed. The embedded store has its spool folder.')

export const StoreOptions = z.strictObject({
  url: z
    .string()
    .default('sqlite:store.db')
    .describe(
      'Where messages are kept: sqlite:PATH (relative to the var folder), or Redis for several nodes: redis://user@host:port/number, redis+sentinel://host:port,host:port/group/number or redis+cluster://host:port,host:port (rediss instead of redis with TLS).',
    ),
  redis: RedisOptions.prefault({}),
  blobs: BlobOptions.prefault({}),
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
    .describe('Messages up to this size stay in memory while they are received.'),
  memoryTotalBytes: z
    .int()
    .nonnegative()
    .max(1_073_741_824)
    .default(33_554_432)
    .describe(
      'Larger messages stay in memory too while they are received, up to so many bytes of all of them together; above it they go to disk as they come.',
    ),
  recordDays: z
    .int()
    .positive()
    .default(90)
    .describe('Days that envelope, outcome and history of an ended message are kept, once its content is destroyed.'),
})

export type StoreOptions = z.infer<typeof StoreOptions>
