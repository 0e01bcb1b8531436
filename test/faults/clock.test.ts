/** The clock of the machine leaps a month ahead under the real program: nothing held expires, and mail goes on. */
import { globSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { events, newFolder, openSink, remove, start, until } from '../gateway/running.ts'

const [library] = globSync('/usr/lib/*/faketime/libfaketimeMT.so.1')
const TEACHER = 'els.vandenbroeck@devlonder.example'
const CARE = 'Leerling Noor uit 3A heeft ADHD en neemt sinds maandag Rilatine.'
const letter = (n: number, text: string) => ({
  from: TEACHER,
  to: 'ouder@mail.example',
  raw: `From: Els Vandenbroeck <${TEACHER}>\nTo: ouder@mail.example\nSubject: Bericht\nMessage-ID: <m${n}@devlonder.example>\n\n${text}\n`,
})

test.skipIf(!library)(
  `a month ahead${library ? '' : ' (not run: faketime is missing)'}`,
  async () => {
    const folder = newFolder()
    const sink = await openSink()
    const clock = join(folder, 'clock')
    writeFileSync(clock, '+0\n')
    const gateway = await start(
      {
        ...{ MAILSLUIS_NEXT_HOP: `smtp://127.0.0.1:${sink.port}`, LD_PRELOAD: library ?? '' },
        ...{ FAKETIME_TIMESTAMP_FILE: clock, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1' },
      },
      folder,
    )
    onTestFinished(async () => {
      await gateway.kill()
      await sink.close()
      remove(folder)
    })
    await gateway.submit(letter(1, CARE))
    await until(() => events(gateway, 'mailJudged').length === 1, gateway.output, 60_000)
    // A connection that is being made when the clock leaps has lasted a month, and its mail waits for the next try.
    await until(() => sink.delivered.some(({ to }) => to.includes(TEACHER)), gateway.output, 60_000)
    writeFileSync(clock, '+30d\n')
    await until(() => events(gateway, 'clockLeapt').length === 1, gateway.output, 60_000)
    await gateway.submit(letter(2, 'Morgen zwemmen we.'))
    await until(() => sink.delivered.some(({ from }) => from === TEACHER), gateway.output, 60_000)
    // Deadlines are looked at each minute.
    await wait(62_000)
    expect(events(gateway, 'holdExpired')).toEqual([])
    expect(events(gateway, 'clockLeapt')).toHaveLength(1)
  },
  300_000,
)
