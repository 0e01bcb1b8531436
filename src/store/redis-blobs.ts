/**
 * Bodies that stand beside Redis (blobs.ts), and when they go. Redis keeps a list of what is to be removed, by time. A
 * body is put on it before its first byte is written, and taken off in the step that names it: what a crash leaves
 * behind goes an hour later. When its message is destroyed or gets other bytes it is put on the list in that same step,
 * and stays a while: a fail-over that takes the step back still finds it. Its key is destroyed at once in any case.
 */
import type { KeyObject } from 'node:crypto'
import type { Blobs } from './blobs.ts'
import type { Draft, PlacedBody } from './redis-body.ts'
import type { RedisEngine } from './redis-engine.ts'
import { BLOBS_GONE, blobField } from './redis-keys.ts'
import type { Guard } from './redis-scripts.ts'

/** Longer than any session at the door lasts after its last byte. */
export const DRAFT_MS = 60 * 60_000
/** How long a removed body is still there. */
const GRACE_MS = 60 * 60_000
/** Another node may have begun to remove it and died. */
const AGAIN_MS = 10 * 60_000
const SOME = 100

export const beginBlob = async (
  { link, now }: Pick<RedisEngine, 'link' | 'now'>,
  blobs: Blobs,
  name: string,
  contentKey: KeyObject,
  how: 'take' | 'apply',
): Promise<Draft> => {
  const until = now() + DRAFT_MS
  await link.apply([], [['ZADD', BLOBS_GONE, until, name]], how)
  await blobs.room()
  const body = await blobs.create(name, contentKey)
  const listed: Guard = { step: ['ZSCORE', BLOBS_GONE, name], is: String(until) }
  let whole = false
  const takeBack = (): Promise<boolean> =>
    link.apply([listed], [['ZADD', BLOBS_GONE, now() + AGAIN_MS, name]]).then(
      ({ failed }) => failed === 0,
      () => false,
    )
  /** One that is on the list no more has been named, perhaps by a step of ours whose answer was lost: then it stays. */
  const drop = async (): Promise<void> => {
    if (whole && !(await takeBack())) return
    await body.drop()
    await link.apply([], [['ZREM', BLOBS_GONE, name]]).catch(() => undefined)
  }
  const finish = async (): Promise<void> => {
    await body.finish()
    whole = true
  }
  const placed: PlacedBody = {
    name: blobField(name),
    guards: [listed],
    steps: [['ZREM', BLOBS_GONE, name]],
    drop,
  }
  return { write: (plain) => body.write(plain), finish, drop, placed: () => placed }
}

/** What was put on the list without a time gets one now. */
const giveTimes = async ({ link }: RedisEngine, now: number): Promise<void> => {
  const names = await link.askText<readonly string[]>('zrangebyscore', BLOBS_GONE, 0, 0, 'LIMIT', 0, SOME)
  for (const name of names) {
    const untimed = { step: ['ZSCORE', BLOBS_GONE, name], is: '0' } as const
    await link.apply([untimed], [['ZADD', BLOBS_GONE, now + GRACE_MS, name]])
  }
}

export const sweepBlobs = async (engine: RedisEngine, now: number): Promise<void> => {
  const { link, blobs, log } = engine
  if (!blobs) return
  await giveTimes(engine, now)
  const found = await link.askText<readonly string[]>('zrangebyscore', BLOBS_GONE, 1, now, 'LIMIT', 0, SOME)
  for (const name of found) {
    const at = await link.askText<string | null>('zscore', BLOBS_GONE, name)
    if (at === null || Number(at) > now) continue
    // From now on no message can name it, and no other node removes it.
    const mine = String(now + AGAIN_MS)
    const claimed = { step: ['ZSCORE', BLOBS_GONE, name], is: String(at) } as const
    if ((await link.apply([claimed], [['ZADD', BLOBS_GONE, mine, name]])).failed !== 0) continue
    try {
      await blobs.remove(name)
      await link.apply([{ ...claimed, is: mine }], [['ZREM', BLOBS_GONE, name]])
    } catch (error) {
      log.warn('storeTrouble', { id: name.slice(0, 26) }, error)
    }
  }
}
