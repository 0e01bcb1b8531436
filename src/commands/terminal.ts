/** What a command sees of the world outside, and how it speaks. */
export type Terminal = Readonly<{
  env: NodeJS.ProcessEnv
  cwd: string
  out: (text: string) => void
  err: (text: string) => void
  /** Somebody looks on: standard output is a terminal, not a file or a journal. */
  isWatched: boolean
  /** The first line of standard input, '' when there is none; `asks` is shown to somebody who types. */
  readLine: (asks: string) => Promise<string>
  /** Calls back once when the process is asked to stop. */
  onSignal: (stop: (signal: string) => void) => void
  /** Calls back each time the process is asked to begin anew (SIGHUP). */
  onHangUp: (renew: () => void) => void
}>

/** A mistake of whoever typed the command: said plainly, exit code 2. */
export class UsageError extends Error {}

/** What may be told of an input that cannot be used: never its content. */
export class BadInput extends Error {}

export const line = (text = ''): string => `${text}\n`

/** Columns as wide as their longest cell; the last one free. */
export const table = (rows: readonly (readonly string[])[]): string => {
  const widths = (rows[0] ?? []).map((_, i) => Math.max(...rows.map((row) => [...(row[i] ?? '')].length)))
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .map(line)
    .join('')
}

// Brussels and Amsterdam keep the same time; a server often keeps another.
const CLOCK = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Brussels', dateStyle: 'short', timeStyle: 'short' })

/** 2026-03-05 14:07, by the clock on the wall of the school. */
export const clock = (at: number): string => CLOCK.format(at)
