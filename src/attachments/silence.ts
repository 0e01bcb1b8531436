/**
 * What a parser prints may quote the file; a log may not. Loaded first, since libraries take hold of the console when they
 * are loaded.
 */
import { Console } from 'node:console'
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { Writable } from 'node:stream'

globalThis.console = new Console(new Writable({ write: (_chunk, _encoding, done) => done() }))
process.stdout.write = () => true
process.stderr.write = () => true

// Programs compiled to WebAssembly print straight to the numbers 1 and 2, which are those of the whole process.
Object.assign(fs, { writeSync: () => 0, write: () => {} })
syncBuiltinESMExports()
