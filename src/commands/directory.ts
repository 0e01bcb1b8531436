/** `directory check`: is this file fit to be put in force? */

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { directoryIn } from '../config.ts'
import { loadDirectory } from '../directory/directory.ts'
import { whyNoFile } from '../unreadable.ts'
import type { Context } from './context.ts'
import { line, UsageError } from './terminal.ts'

export const directoryCheck = ({ config, terminal }: Context, given: string | undefined): number => {
  const { hashKey } = config.directory
  const file = given ? directoryIn(resolve(terminal.cwd, given)) : config.directory.file
  if (file === '') throw new UsageError('No directory is configured. Name a file: mailsluis directory check FILE')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file}: cannot be read (${whyNoFile(error)})`)
  }
  const { directory, warnings } = loadDirectory(text, file, hashKey ? { hashKey } : {})
  for (const warning of warnings) terminal.err(line(`warning: ${warning}`))
  const { staff, pupils, parents, groups } = directory.counts
  terminal.out(line(`${file} is in order: ${staff} staff, ${pupils} pupils, ${parents} parents, ${groups} groups.`))
  return 0
}
