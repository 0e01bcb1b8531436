/** `directory check`: is this file fit to be put in force? */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { loadDirectory } from '../directory/directory.ts'
import type { Context } from './context.ts'
import { line, UsageError } from './terminal.ts'

export const directoryCheck = ({ config, terminal }: Context, given: string | undefined): number => {
  const file = given ? resolve(terminal.cwd, given) : config.directory.file
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new UsageError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
  const { directory, warnings } = loadDirectory(text, file)
  for (const warning of warnings) terminal.err(line(`warning: ${warning}`))
  const { staff, pupils, parents, groups } = directory.counts
  terminal.out(line(`${file} is in order: ${staff} staff, ${pupils} pupils, ${parents} parents, ${groups} groups.`))
  return 0
}
