/** The one error of this folder: a directory file that cannot be used. */

/** Every problem at once, each with its place in the file and never with the value found there. The old one stays in force. */
export class DirectoryError extends Error {
  readonly problems: readonly string[]
  constructor(file: string, problems: readonly string[]) {
    super(`${file}: ${problems.length} problem(s)\n${problems.map((p) => `  ${p}`).join('\n')}`)
    this.name = 'DirectoryError'
    this.problems = problems
  }
}
