/** What every command gets. */
import type { Config } from '../config.ts'
import type { Terminal } from './terminal.ts'

export type Context = Readonly<{ terminal: Terminal; config: Config }>
