/** A door on a free port of the loopback, closed after the test with everything it left open. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Log } from '../../src/log.ts'
import { openDoor, SmtpOptions } from '../../src/smtp/smtp.ts'
import { type Mood, openHouse } from './house.ts'

export type Line = Readonly<{ event: string; fields: Readonly<Record<string, unknown>> }>

export const recorder = () => {
  const lines: Line[] = []
  const note = (event: string, fields: object = {}) => {
    lines.push({ event, fields: { ...fields } })
  }
  const log: Log = { info: note, warn: note, error: note }
  return { log, lines, events: () => lines.map((line) => line.event) }
}

export const doorOn = async (options: Record<string, unknown> = {}, mood: Mood = {}) => {
  const behind = openHouse(mood)
  const logged = recorder()
  const parsed = SmtpOptions.parse({ port: 0, hostname: 'lock.school.example', ...options })
  const door = await openDoor(parsed, behind.house, logged.log)
  onTestFinished(() => door.close(0))
  return { ...behind, ...logged, door, port: door.ports[0]?.port ?? 0 }
}

export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'mailsluis-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A self-signed certificate in `folder`, made by openssl. */
export const makeCertificate = (folder: string, name = 'lock.school.example') => {
  const certFile = join(folder, 'cert.pem')
  const keyFile = join(folder, 'key.pem')
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name},IP:127.0.0.1`]
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const args = ['req', '-x509', '-days', '2', ...key, ...subject, '-keyout', keyFile, '-out', certFile]
  execFileSync('openssl', args, { stdio: 'ignore' })
  return { certFile, keyFile }
}
