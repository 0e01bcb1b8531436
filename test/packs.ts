/** The policy packs of this release. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PolicyFile } from '../src/policy/policy.ts'

const FOLDER = join(import.meta.dirname, '../config/policies')

export const packFiles = (): PolicyFile[] =>
  readdirSync(FOLDER).map((name) => ({ name, text: readFileSync(join(FOLDER, name), 'utf8') }))
