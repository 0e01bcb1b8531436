/** A verdict that finds no room in the store, or no store: nothing against the message, which is judged again as soon as there is. */
import { expect, onTestFinished, test } from 'vitest'
import { openReaders } from '../../src/attachments/attachments.ts'
import { loadConfig } from '../../src/config.ts'
import { openGateway } from '../../src/gateway.ts'
import { silentLog } from '../../src/log.ts'
import { NO_SCANNER } from '../../src/malware/malware.ts'
import { openBlocks } from '../../src/review/review.ts'
import { readRules } from '../../src/rulebook.ts'
import { type MailHead, openStore, type Store, StoreAway, StoreFull } from '../../src/store/store.ts'
import { newFolder, remove, until } from './running.ts'

const RAW = Buffer.from(
  'From: Els Vandenbroeck <els.vandenbroeck@devlonder.example>\r\nTo: ouder@mail.example\r\nSubject: Zwemmen\r\n\r\nTot morgen.\r\n',
)
const HEAD: MailHead = {
  kind: 'mail',
  envelope: { mailFrom: 'els.vandenbroeck@devlonder.example', rcptTo: ['ouder@mail.example'] },
  received: '',
  smtputf8: false,
  eightBit: false,
  client: { address: '127.0.0.1', name: 'client', tls: '', user: '' },
  receivedAt: Date.now(),
  size: RAW.length,
}

test.each([
  ['a full disk', new StoreFull('full')],
  ['a store that is away', new StoreAway('away')],
])('%s at the verdict: judged again within seconds, by the same rules', async (_what, trouble) => {
  const folder = newFolder()
  onTestFinished(() => remove(folder))
  const { config } = loadConfig({ env: { MAILSLUIS_VAR: folder }, cwd: folder })
  const kept = await openStore({ ...config.store, var: config.var })
  const readers = openReaders(config.attachments)
  let refusals = 1
  const settle: Store['settle'] = (...given) => (refusals-- > 0 ? Promise.reject(trouble) : kept.settle(...given))
  const { rules } = readRules(config)
  const judged: string[] = []
  const gateway = openGateway({
    store: { ...kept, settle },
    readers,
    scanner: NO_SCANNER,
    blocks: openBlocks({ store: kept, log: silentLog, now: Date.now }),
    rules: () => rules,
    exceptions: async () => [],
    settle: async ({ id, decision, head, now }) => {
      judged.push(`${id} ${decision.outcome}`)
      return {
        verdict: {
          from: '',
          subject: '',
          shownSubject: '',
          automatic: false,
          messageId: '',
          visibleTo: [],
          language: 'nl',
          decision,
        },
        recipients: head.envelope.rcptTo.map((address) => ({ address, fate: 'waiting', nextAt: now })),
        keepUntil: now,
        history: [],
        notices: [],
      }
    },
    giveUp: () => {
      throw new Error('given up')
    },
    wakeQueue: () => {},
    takesUtf8: () => true,
    owner: () => 'test',
    log: silentLog,
  })
  const intake = await gateway.intake()
  await intake.write(RAW)
  const { id } = await gateway.accept(intake, HEAD, 'key')
  await until(
    async () => (await kept.mail(id))?.state === 'judged',
    () => `judged: ${judged}`,
  )
  expect(judged).toEqual([`${id} forward`, `${id} forward`])
  await gateway.stop()
  await readers.close()
  await kept.close()
})
