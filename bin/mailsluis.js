#!/usr/bin/env -S node --max-semi-space-size=4 --heap-growing-percent=60
// Starts Mailsluis, on the Node 24 that comes with it when the machine's own Node is older.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const self = fileURLToPath(import.meta.url)
const own = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url))
// What stripping types and compiling gave is kept beside the packages: the next start is faster, and 25 MB smaller. Where
// nothing may be written, each start does it anew.
const CACHE = fileURLToPath(new URL('../node_modules/.cache/mailsluis', import.meta.url))
// As above. Left to itself, the part of memory where all is new grows to 128 MB and stays there, and what is old may double before
// anybody looks for garbage in it.
const MEMORY = ['--max-semi-space-size=4', '--heap-growing-percent=60']
const [major] = process.versions.node.split('.').map(Number)

if (major >= 24) {
  module.enableCompileCache(CACHE)
  await import('../src/main.ts')
} else if (existsSync(own)) {
  const child = spawn(own, [...MEMORY, self, ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
} else {
  console.error('Mailsluis needs Node 24 or newer.')
  process.exit(2)
}
