/** `config`: what is in force, and the manual of every setting, both from the same schema. */
import { stringify } from 'yaml'
import { type Config, describeConfig } from '../config.ts'
import type { Context } from './context.ts'
import { line } from './terminal.ts'

const SECRET = /^(masterKey|password|sentinelPassword|hash|hashKey|secret)$/
// redis://user:password@host
const CREDENTIALS = /(?<=:\/\/)[^/@]{1,500}(?=@)/

/** Everything but secrets. */
const hideSecrets = (value: unknown, key = ''): unknown => {
  if (typeof value === 'string')
    return SECRET.test(key) && value !== '' ? '(hidden)' : value.replace(CREDENTIALS, '(hidden)')
  if (Array.isArray(value)) return value.map((item) => hideSecrets(item))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hideSecrets(inner, name)]))
}

export const configShow = ({ config, terminal }: Context): number => {
  const { file, demo, ...settings }: Config = config
  terminal.out(line(`# ${file ? `from ${file}` : 'no configuration file'}${demo ? '; demo school' : ''}`))
  terminal.out(stringify(hideSecrets(settings)))
  return 0
}

export const configDescribe = ({ terminal }: Context): number => {
  for (const { path, variable, text, fallback } of describeConfig()) {
    terminal.out(line(`${path}${fallback === undefined ? '' : ` (default ${JSON.stringify(fallback)})`}`))
    terminal.out(line(`    ${text}`))
    if (variable) terminal.out(line(`    ${variable}`))
  }
  return 0
}
