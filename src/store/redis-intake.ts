/** How a received message comes into Redis. */

import { StoreFull } from './errors.ts'
import { type Claim, JOIN_MS, MailIntake, type Received } from './intake.ts'
import { draftedBody, placeBody, RedisBody } from './redis-body.ts'
import { stepsBetween } from './redis-document.ts'
import { insist, type RedisEngine } from './redis-engine.ts'
import { SUBMISSION_TIMES, SUBMISSIONS, TALLY } from './redis-keys.ts'
import { newDocument } from './redis-new-mail.ts'
import type { Guard, Step } from './redis-scripts.ts'
import { damagedBody } from './sealed-stream.ts'

export const openIntake = async (engine: RedisEngine): Promise<MailIntake<RedisBody>> => {
  await engine.room()
  return new MailIntake<RedisBody>({
    vault: engine.vault,
    options: engine.options,
    newId: engine.newId,
    room: engine.room,
    grow: async (id, contentKey) => new RedisBody(engine.link, id, contentKey, 'take'),
    keep: (mail, digest, claim) => keep(engine, mail, digest, claim),
  })
}

const keep = async (engine: RedisEngine, mail: Received<RedisBody>, digest: Buffer, claim: Claim): Promise<string> => {
  const { id, keys, head } = mail
  const body = Buffer.isBuffer(mail.body)
    ? await placeBody(engine, id, keys.content, mail.body, 'take')
    : draftedBody(mail.body)
  const now = engine.now()
  const one = { ...newDocument(mail, body.name), owner: claim.owner, lease_until: now + claim.leaseMs, judgings: 1 }
  const name = digest.toString('hex')
  const steps: readonly Step[] = [
    ...body.steps,
    ...stepsBetween(undefined, one),
    ['HSET', SUBMISSIONS, name, `${id} ${now}`],
    ['ZADD', SUBMISSION_TIMES, now, name],
  ]
  const room: Guard = { step: ['HGET', TALLY, 'bytes'], atMost: engine.options.maxBytes - head.size }
  let seen = ''
  const first = await insist(async () => {
    const guards: readonly Guard[] = [{ step: ['HGET', SUBMISSIONS, name], is: seen }, room, ...body.guards]
    const { failed, found } = await engine.link.apply(guards, steps, 'take')
    if (failed === 0) return { answer: id }
    if (failed === 2) throw new StoreFull('The store holds as much mail as it may.')
    if (failed > 2) throw damagedBody()
    seen = found.toString()
    const [earlier = '', at] = seen.split(' ')
    return Number(at) > now - JOIN_MS ? { answer: earlier } : undefined
  }).catch(async (error: unknown) => {
    if (error instanceof StoreFull) await body.drop()
    throw error
  })
  if (first !== id) await body.drop()
  return first
}
