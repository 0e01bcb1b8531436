/** Files that break while the server runs: what was in force stays in force, log and readyz say so, a mended file counts at once. */
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCertificate } from '../smtp/certificate.ts'
import { Talk } from '../smtp/talk.ts'
import {
  events,
  newFolder,
  openSink,
  readiness,
  remove,
  type Sink,
  type Started,
  start,
  until,
  write,
} from './running.ts'

const CONFIG = join(import.meta.dirname, '../../config')
const TEACHER = 'els.vandenbroeck@devlonder.example'
const folder = newFolder()
const pack = join(folder, 'policies/moretus-ekeren.yaml')
const directory = join(folder, 'directory.json')
const certificate = { certFile: join(folder, 'cert.pem'), keyFile: join(folder, 'key.pem') }

let sink: Sink
let gateway: Started
let count = 0

beforeAll(async () => {
  cpSync(join(CONFIG, 'policies'), join(folder, 'policies'), { recursive: true })
  cpSync(join(CONFIG, 'demo/directory.json'), directory)
  makeCertificate(folder)
  sink = await openSink()
  const config = `smtp:
  tls: {certFile: cert.pem, keyFile: key.pem}
directory: {file: directory.json}
policy: {folder: policies}
delivery: {nextHop: "smtp://127.0.0.1:${sink.port}"}
`
  gateway = await start({ MAILSLUIS_CONFIG: write(folder, 'lock.yaml', config) }, folder)
})
afterAll(async () => {
  await gateway?.kill()
  await sink?.close()
  remove(folder)
})

/** A group in To: returned by the demo school's pack, forwarded where the rule is off. */
const outcomeOfGroupMail = async (): Promise<unknown> => {
  const id = `groep-${++count}`
  const to = 'leerkrachten@devlonder.example'
  const raw = `From: Els <${TEACHER}>\r\nTo: ${to}\r\nSubject: Taart\r\nMessage-ID: <${id}@devlonder.example>\r\n\r\nEr is taart.\r\n`
  const answer = await gateway.submit({ from: TEACHER, to, raw })
  const [, mailId] = /Safe as (\S+)/.exec(answer) ?? []
  await until(() => events(gateway, 'mailJudged').some((e) => e.id === mailId), gateway.output)
  return events(gateway, 'mailJudged').find((e) => e.id === mailId)?.outcome
}

const warned = (what: RegExp): Promise<void> =>
  until(async () => (await readiness(gateway)).warnings?.some((w) => what.test(w)) ?? false, gateway.output)
const well = (): Promise<void> => until(async () => (await readiness(gateway)).warnings === undefined, gateway.output)

describe('while mail flows', () => {
  test('a broken pack: the old one judges on, log and readyz name file and line; mended, the new one counts', async () => {
    const old = readFileSync(pack, 'utf8')
    expect(await outcomeOfGroupMail()).toBe('bounce')
    // The rule off, and a mistake behind it: half a file must not count either.
    const off = old.replace(/^rules:$/m, 'rules:\n  group-address-visible: {mode: off}')
    expect(off).not.toBe(old)
    writeFileSync(pack, `${off}\nclauzes: []\n`)
    await warned(/moretus-ekeren\.yaml:\d+:\d+: "clauzes"/)
    expect(events(gateway, 'policyBroken').at(-1)?.problems).toEqual([expect.stringMatching(/yaml:\d+:\d+: "clauzes"/)])
    expect((await readiness(gateway)).ready).toBe(true)
    expect(await outcomeOfGroupMail()).toBe('bounce')
    writeFileSync(pack, off)
    await well()
    expect(await outcomeOfGroupMail()).toBe('forward')
    writeFileSync(pack, old)
    await until(async () => (await outcomeOfGroupMail()) === 'bounce', gateway.output)
  })

  test('a broken directory, then none at all: the old one stays; mended, the new one counts', async () => {
    const old = readFileSync(directory, 'utf8')
    writeFileSync(directory, old.slice(0, old.length / 2))
    await warned(/directory\.json:\d+:\d+ cannot be read as JSON or YAML/)
    const told = events(gateway, 'directoryBroken')
    expect(told).toHaveLength(1)
    expect(JSON.stringify(told)).not.toContain('@')
    expect(await outcomeOfGroupMail()).toBe('bounce')
    rmSync(directory)
    await warned(/directory\.json: cannot be read \(there is no such file\)/)
    expect(await outcomeOfGroupMail()).toBe('bounce')
    // Put in place whole, as careful programs do, with one domain more.
    writeFileSync(`${directory}.new`, old.replace('"domains": [', '"domains": ["nieuw.example", '))
    renameSync(`${directory}.new`, directory)
    await well()
    const talk = await Talk.hello(gateway.smtp)
    expect(await talk.say('MAIL FROM:<an@nieuw.example>')).toMatch(/^250 /)
    talk.hangUp()
  })

  test('a broken certificate: the old one is shown, log and readyz say so; mended, the new one is', async () => {
    const fingerprint = async (): Promise<string> => {
      const talk = await Talk.hello(gateway.smtp)
      await talk.say('STARTTLS')
      talk.socket.removeAllListeners()
      return new Promise((resolve, reject) => {
        const socket = connect({ socket: talk.socket, rejectUnauthorized: false }, () => {
          resolve(socket.getPeerCertificate().fingerprint256)
          socket.destroy()
        })
        socket.once('error', reject)
      })
    }
    const first = await fingerprint()
    const good = readFileSync(certificate.certFile)
    writeFileSync(certificate.certFile, good.subarray(0, good.length / 2))
    await warned(/cert\.pem: no certificate that belongs to .*key\.pem/)
    expect(events(gateway, 'certificateBroken')).toHaveLength(1)
    expect(await fingerprint()).toBe(first)
    mkdirSync(join(folder, 'renewed'))
    const renewed = makeCertificate(join(folder, 'renewed'))
    cpSync(renewed.keyFile, certificate.keyFile)
    cpSync(renewed.certFile, certificate.certFile)
    await well()
    expect(await fingerprint()).not.toBe(first)
  })
})
