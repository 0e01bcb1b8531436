/** The audit log on the command line, beside the running program: anchors, proof, a case taken along and checked elsewhere. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test, vi } from 'vitest'
import { newFolder, remove, runCommand, start, until } from './running.ts'

vi.setConfig({ testTimeout: 90_000 })

const TEACHER = 'els.vandenbroeck@devlonder.example'
const folder = newFolder()
afterAll(() => remove(folder))

const RAW = `From: Els Vandenbroeck <${TEACHER}>\nTo: ouder@mail.example\nSubject: Overleg\nMessage-ID: <1@devlonder.example>\n\nLeerling Noor uit 3A heeft ADHD en neemt sinds maandag Rilatine.\n`

test('one case as a file: checked on a machine without the store; the log proves itself, also that nothing was cut off', async () => {
  const gateway = await start({}, folder)
  try {
    await gateway.submit({ from: TEACHER, to: 'ouder@mail.example', raw: RAW })
    await until(async () => (await gateway.held()).length === 1, gateway.output)
    const [{ id = '' } = {}] = await gateway.held()
    expect((await gateway.cli('audit', 'export', '--case', id)).err).toMatch(/why this case is exported/)
    await gateway.cli('held', 'show', id)
    const { code, out } = await gateway.cli('audit', 'export', '--case', id, '--reason', 'Gesprek van 12 maart')
    expect(code).toBe(0)
    const file = join(folder, 'case.html')
    writeFileSync(file, out)
    const key = /Fingerprint {2}(.*)/.exec((await gateway.cli('audit', 'key')).out)![1]!

    const elsewhere = newFolder()
    const check = (...args: string[]) => runCommand(elsewhere, {}, 'audit', 'check', ...args)
    expect(await check(file)).toMatchObject({ code: 0, out: expect.stringContaining(key) })
    expect((await check(file, '--key', key)).code).toBe(0)
    expect(await check(file, '--key', key.replace(/.$/, 'x'))).toMatchObject({
      code: 1,
      err: expect.stringContaining('another key'),
    })
    writeFileSync(file, out.replace('ouder@mail.example', 'oma@mail.example'))
    expect(await check(file)).toMatchObject({ code: 1, err: expect.stringContaining('NOT as it was signed') })
    expect(existsSync(join(elsewhere, 'var'))).toBe(false)
    remove(elsewhere)
  } finally {
    expect(await gateway.stop()).toBe(0)
  }
  // What stood in the log when it stopped is anchored, in the file and in the log of the program.
  const anchors = readFileSync(join(folder, 'var/audit-anchors.jsonl'), 'utf8')
  const log = join(folder, 'server.log')
  writeFileSync(log, gateway.output())
  const whole = await runCommand(folder, {}, 'audit', 'verify', '--anchors', log)
  expect(whole).toMatchObject({ code: 0, err: '' })
  expect(whole.out).toMatch(/is whole: \d+ entries/)
  expect(whole.out).toMatch(/anchor\(s\) agree/)

  // Somebody with the database, who also clears this machine's own anchors.
  const db = new DatabaseSync(join(folder, 'var/store.db'))
  db.exec(
    "drop trigger audit_stays; delete from audit where seq = (select max(seq) from audit); delete from record where kind = 'anchor'",
  )
  db.close()
  const noticed = await runCommand(folder, {}, 'audit', 'verify')
  expect(noticed).toMatchObject({ code: 1, err: expect.stringMatching(/NOT whole\.\nEntries were cut off/) })
  writeFileSync(join(folder, 'var/audit-anchors.jsonl'), '')
  expect((await runCommand(folder, {}, 'audit', 'verify')).out).toMatch(/It has no anchor yet/)
  expect((await runCommand(folder, {}, 'audit', 'verify', '--anchors', log)).err).toMatch(/Entries were cut off/)
  // The running program notices by itself.
  appendFileSync(join(folder, 'var/audit-anchors.jsonl'), anchors)
  const again = await start({}, folder)
  await until(() => again.output().includes('auditBroken'), again.output)
  await again.stop()
})
