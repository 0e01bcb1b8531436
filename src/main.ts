/** argv and environment in; the only place that ends the process. */
import { run } from './commands/commands.ts'

process.exitCode = await run(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  onSignal: (stop) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop(signal))
  },
})
// Timers and idle sockets of libraries must not keep a finished command alive.
process.exit()
