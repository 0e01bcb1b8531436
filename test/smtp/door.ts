/** A door on a free port of the loopback, closed after the test with everything it left open. */
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
