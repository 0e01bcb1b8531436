/** A command as typed, in this process: what it says, and its exit code. */
import { run } from '../../src/commands/commands.ts'
import { environment } from '../gateway/running.ts'

export type Said = Readonly<{ code: number; out: string; err: string }>
export type Typed = Readonly<{ folder: string; settings?: Readonly<Record<string, string>>; input?: string }>

export const type = async ({ folder, settings = {}, input = '' }: Typed, ...args: string[]): Promise<Said> => {
  let out = ''
  let err = ''
  const code = await run(args, {
    env: environment(folder, settings),
    cwd: folder,
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    isWatched: false,
    readLine: async () => input,
    onSignal: () => {
      throw new Error('it began to serve')
    },
    onHangUp: () => {},
  })
  return { code, out, err }
}
