/**
 * Judges one mail in a process of its own, while small mails with a file each are judged beside it. Its one argument is
 * the path of the mail; it prints one line of JSON (`Cost` of bomb-run.ts, without what its parent sees of memory).
 */
import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { docx, paragraph } from '../attachments/office-files.ts'
import { forgetPeak, peakBytes, residentBytes, workedMs } from '../family.ts'
import { openJudge } from './judging.ts'
import { withFile } from './mail.ts'

const BESIDE_EVERY_MS = 50

const judge = openJudge()
let sent = 0
/** Each with bytes of its own, so that it is read and not remembered. */
const small = (): Buffer => {
  sent += 1
  return withFile('verslag.docx', docx(paragraph(`De bus van lijn ${sent} vertrekt om half negen.`)))
}

// Everything loaded and warm, as in a gateway that has run for a while.
for (let i = 0; i < 4; i += 1) await Promise.all([judge.judge(small()), judge.judge(small())])
await wait(300)
forgetPeak()
const before = residentBytes()
const others = before - process.memoryUsage.rss()
process.send?.('begun')

let done = false
let slowest = 0
const beside = async (): Promise<void> => {
  while (!done) {
    const due = performance.now()
    await judge.judge(small())
    slowest = Math.max(slowest, performance.now() - due)
    await wait(BESIDE_EVERY_MS)
  }
}
const begun = performance.now()
const workedBefore = workedMs()
const other = beside()
const verdict = await judge.judge(readFileSync(process.argv[2]!))
const ms = performance.now() - begun
const cpuMs = workedMs() - workedBefore
done = true
await other
console.log(
  JSON.stringify({
    verdict,
    ms,
    cpuMs,
    slowest,
    before,
    // Its parent does not see a moment.
    highest: peakBytes() + others,
  }),
)
await judge.close()
process.exit()
