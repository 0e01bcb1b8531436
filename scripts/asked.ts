/** What is asked of a script on its command line: `--help` prints how to ask, and what it does not know ends with 2. */
import { type ParseArgsConfig, parseArgs } from 'node:util'

type Options = NonNullable<ParseArgsConfig['options']>
type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>['values']

/** Says what is wrong and how it goes, and ends with 2. */
export const refuse = (help: string, words: string): never => {
  console.error(`${words}\n\n${help}`)
  process.exit(2)
}

export const asked = <const T extends Options>(help: string, options: T): Values<T> => {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    console.log(help)
    process.exit(0)
  }
  try {
    return parseArgs({ options }).values as Values<T>
  } catch (error) {
    return refuse(help, error instanceof Error ? error.message : String(error))
  }
}
