/** What a command sees of the world outside, and how it speaks. */
export type Terminal = Readonly<{
  env: NodeJS.ProcessEnv
  cwd: string
  out: (text: string) => void
  err: (text: string) => void
  /** The first line of standard input, '' when there is none; `asks` is shown to somebody who types. */
  readLine: (asks: string) => Promise<string>
  /** Calls back once when the process is asked to stop. */
  onSignal: (stop: (signal: string) => void) => void
  /** Calls back each time the process is asked to begin anew (SIGHUP). */
  onHangUp: (renew: () => void) => void
}>

/** A mistake of whoever typed the command: said plainly, exit code 2. */
export class UsageError extends Error {}

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

/** 2026-03-05 14:07, local time. */
export const clock = (at: number): string => {
  const d = new Date(at)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}`
}
