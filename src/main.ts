/** argv and environment in; the only place that ends the process. */
import { createInterface } from 'node:readline'
import { run } from './commands/commands.ts'

const readLine = async (asks: string): Promise<string> => {
  if (process.stdin.isTTY) process.stderr.write(asks)
  for await (const line of createInterface({ input: process.stdin })) return line
  return ''
}

// Whoever reads our output may have seen enough ("check … | head").
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isWatched: process.stdout.isTTY === true,
  readLine,
  onSignal: (stop) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop(signal))
  },
  onHangUp: (renew) => {
    process.on('SIGHUP', renew)
  },
})
// Timers and idle sockets of libraries must not keep a finished command alive.
process.exit()
