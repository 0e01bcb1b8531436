/** Accounts that are blocked after malware. */
import { z } from 'zod'
import type { Block } from '../../review/review.ts'
import { answer, body, Id, type Operation, operation } from './operation.ts'
import { When, when } from './when.ts'

const Blocked = answer(
  'Blocked',
  z.object({
    account: z.string().describe('The address that is blocked.'),
    since: When,
    signatures: z.array(z.string()).describe('What the virus scanner found.'),
    mail: Id.describe('The message it was found in.'),
  }),
)

const BlockedList = answer('BlockedList', z.object({ items: z.array(Blocked) }))
const Lift = body(
  'Lift',
  z.strictObject({ account: z.string().min(1).max(320).describe('The address, as the list has it.') }),
)

const shown = (block: Block): z.input<typeof Blocked> => ({
  ...block,
  signatures: [...block.signatures],
  since: when(block.since),
})

const AREA = { area: 'Blocked accounts' } as const

export const BLOCKED: readonly Operation[] = [
  operation({
    ...{ ...AREA, method: 'get', path: '/blocked', name: 'listBlocked', scope: 'blocked:read' },
    summary: 'Accounts that are blocked, the newest first.',
    answers: BlockedList,
    handle: async ({ actor, parts }) => ({ items: (await parts.blocks.list(actor)).map(shown) }),
  }),
  operation({
    ...{ ...AREA, method: 'post', path: '/blocked/lift', name: 'liftBlock', scope: 'blocked:lift' },
    perMinute: 30,
    summary: 'Lift the block of an account.',
    says: 'Its messages that wait go on waiting for a reviewer.',
    problems: ['not-found'],
    body: Lift,
    example: { body: { account: 'els@devlonder.example' } },
    answers: Blocked,
    handle: async ({ actor, parts, body: { account } }) => shown(await parts.blocks.lift(actor, account)),
  }),
]
