/** What is wrong when the program starts is told in words a school can act on: the file, the line, what to do; exit 2 or 1. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { makeCertificate } from '../smtp/certificate.ts'
import { DEMO, newFolder, remove, runCommand, start, write } from './running.ts'

const CONFIG = join(import.meta.dirname, '../../config')

// Each test starts the program several times.
vi.setConfig({ testTimeout: 90_000 })

let folder: string
beforeEach(() => {
  folder = newFolder()
})
afterEach(() => remove(folder))

/** Starts, expects it not to. Nothing of ours may look like a fault in the program. */
const refused = async (settings: Readonly<Record<string, string>>, code: number): Promise<string> => {
  const ended = await runCommand(folder, settings, 'serve')
  expect(ended.out).not.toContain('Mailsluis is ready')
  expect(ended.err).not.toContain('Please report')
  expect(ended.err).not.toMatch(/^\s+at .*\.ts:\d+/m)
  expect({ code: ended.code, err: ended.err }).toMatchObject({ code })
  return ended.err
}

const packs = (): string => {
  cpSync(join(CONFIG, 'policies'), join(folder, 'packs'), { recursive: true })
  return join(folder, 'packs')
}

describe('a configuration file', () => {
  const refusedConfig = (text: string): Promise<string> =>
    refused({ MAILSLUIS_CONFIG: write(folder, 'lock.yaml', text) }, 2)

  test('that is no YAML: file, line, column', async () => {
    expect(await refusedConfig('smtp:\n  port: 2525\n  allow: [127.0.0.1\nqueue: {}\n')).toMatch(/lock\.yaml:4:1: \S/)
  })

  test('with wrong settings: each one with its place, in one go', async () => {
    const told = await refusedConfig('smtp:\n  prot: 2525\n  maxRecipients: 3\ndelivery:\n  nextHop: http://mail\n')
    expect(told).toMatch(/lock\.yaml:2:\d+: .*prot/)
    expect(told).toMatch(/lock\.yaml:3:\d+: smtp\.maxRecipients/)
    expect(told).toMatch(/lock\.yaml:5:\d+: delivery\.nextHop/)
  })

  test('that is a list, or not there', async () => {
    expect(await refusedConfig('- een\n- twee\n')).toMatch(/lock\.yaml/)
    expect(await refused({ MAILSLUIS_CONFIG: join(folder, 'weg.yaml') }, 2)).toMatch(
      /weg\.yaml: cannot be read \(there is no such file\)/,
    )
  })

  test('wrong values in the environment name their variable', async () => {
    const told = await refused({ MAILSLUIS_SMTP_MAX_RECIPIENTS: 'veel', MAILSLUIS_MASTER_KEY_FILE: '/weg/key' }, 2)
    expect(told).toContain('MAILSLUIS_SMTP_MAX_RECIPIENTS: ')
    expect(told).toContain('MAILSLUIS_MASTER_KEY_FILE: ')
  })
})

describe('policy and directory', () => {
  test('a broken pack, a broken directory and a broken lexicon: all errors of all files at once', async () => {
    const policies = packs()
    const pack = join(policies, 'kalisto.yaml')
    writeFileSync(pack, readFileSync(pack, 'utf8').replace('language:', 'langauge:').replace('region:', 'reigon:'))
    writeFileSync(join(policies, 'kindante.yaml'), 'title: [\n')
    cpSync(join(CONFIG, 'lexicons'), join(folder, 'lexicons'), { recursive: true })
    writeFileSync(join(folder, 'lexicons', 'addresses.txt'), 'leerkrachten\n')
    const directory = write(
      folder,
      'directory.json',
      '{\n "domains": ["devlonder.example"],\n "staff": [{"id": 1}],\n "pupils": {}\n}',
    )
    const told = await refused(
      {
        MAILSLUIS_POLICY_FOLDER: policies,
        MAILSLUIS_POLICY_LEXICONS: join(folder, 'lexicons'),
        MAILSLUIS_DIRECTORY: directory,
      },
      2,
    )
    expect(told).toMatch(/kalisto\.yaml:\d+:\d+: "langauge" is not known here\. .*language/)
    expect(told).toMatch(/kalisto\.yaml:\d+:\d+: "reigon" is not known here/)
    expect(told).toMatch(/kindante\.yaml:\d+:\d+: /)
    expect(told).toMatch(/addresses\.txt:1: /)
    expect(told).toMatch(/directory\.json/)
    expect(told).toMatch(/3:\d+ .*staff/)
    expect(told).toMatch(/4:\d+ .*pupils/)
  })

  test('a directory that is not there', async () => {
    const told = await refused({ MAILSLUIS_DIRECTORY: join(folder, 'weg.json') }, 2)
    expect(told).toMatch(/weg\.json.*cannot be read \(there is no such file\)/)
  })

  test('a folder of packs that is not there', async () => {
    expect(await refused({ MAILSLUIS_POLICY_FOLDER: join(folder, 'weg') }, 2)).toMatch(/weg: .*does not exist/)
  })
})

describe('door', () => {
  const withTls = (certFile: string, keyFile: string): Promise<string> =>
    refused(
      {
        ...DEMO,
        MAILSLUIS_CONFIG: write(folder, 'lock.yaml', `smtp:\n  tls: {certFile: ${certFile}, keyFile: ${keyFile}}\n`),
      },
      2,
    )

  test('a certificate that is not there, is none, or belongs to another key', async () => {
    expect(await withTls('weg.pem', 'weg-key.pem')).toMatch(/weg\.pem.*cannot be read \(there is no such file\)/)
    const { certFile, keyFile } = makeCertificate(folder)
    mkdirSync(join(folder, 'other'))
    const other = makeCertificate(join(folder, 'other'))
    expect(await withTls(certFile, other.keyFile)).toContain(certFile)
    writeFileSync(certFile, 'geen certificaat')
    const told = await withTls(certFile, keyFile)
    expect(told).toContain(certFile)
    expect(told).not.toContain('geen certificaat')
  })

  test('a port that is taken', async () => {
    const taken = createServer()
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
    const { port } = taken.address() as { port: number }
    try {
      expect(await refused({ MAILSLUIS_SMTP_PORT: String(port) }, 2)).toMatch(new RegExp(`${port}.*EADDRINUSE`))
      expect(await refused({ MAILSLUIS_CONSOLE_PORT: String(port) }, 2)).toMatch(new RegExp(`${port}.*EADDRINUSE`))
    } finally {
      taken.close()
    }
  })
})

describe('store', () => {
  test('sealed with another key, its key gone, a key that is none: nothing is changed, and the right key opens it', async () => {
    const first = await start({}, folder)
    await first.stop()
    const keyFile = join(folder, 'var/master.key')
    const key = readFileSync(keyFile)
    const database = readFileSync(join(folder, 'var/store.db'))

    writeFileSync(keyFile, `${Buffer.alloc(32, 7).toString('base64')}\n`)
    expect(await refused({}, 1)).toMatch(/another master key/)
    rmSync(keyFile)
    expect(await refused({}, 1)).toMatch(/master\.key is missing/)
    expect(existsSync(keyFile)).toBe(false)
    expect(await refused({ MAILSLUIS_MASTER_KEY: 'kort' }, 1)).toMatch(/32 bytes/)
    expect(readFileSync(join(folder, 'var/store.db')).equals(database)).toBe(true)

    writeFileSync(keyFile, key)
    const second = await start({}, folder)
    expect(await second.stop()).toBe(0)
  })

  test('a database of garbage is left as it is', async () => {
    mkdirSync(join(folder, 'var'))
    const garbage = Buffer.alloc(8192, 'geen database ')
    writeFileSync(join(folder, 'var/store.db'), garbage)
    writeFileSync(join(folder, 'var/master.key'), `${Buffer.alloc(32, 7).toString('base64')}\n`)
    expect(await refused({}, 1)).toMatch(/not a database/)
    expect(readFileSync(join(folder, 'var/store.db')).equals(garbage)).toBe(true)
  })

  test('a var folder whose name a file has', async () => {
    writeFileSync(join(folder, 'var'), '')
    expect(await refused({}, 1)).toMatch(/var.*(EEXIST|ENOTDIR)/)
  })

  // Root may write anywhere but on a disk that is mounted read-only.
  const root = process.getuid?.() === 0 && process.platform === 'linux'
  test.skipIf(!root)('a disk that may not be written (mounting one needs root)', async () => {
    mkdirSync(join(folder, 'var'))
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'ro,size=1m', 'tmpfs', join(folder, 'var')])
    try {
      expect(await refused({}, 1)).toMatch(/var.*EROFS/)
    } finally {
      execFileSync('/bin/umount', ['--lazy', join(folder, 'var')])
    }
  })

  test('a second server on one store is sent away, and the first goes on', async () => {
    const first = await start({}, folder)
    try {
      const told = await refused({}, 2)
      expect(told).toContain(`process ${first.child.pid}`)
      expect(told).toContain(join(folder, 'var'))
      expect((await fetch(`http://127.0.0.1:${first.console}/readyz`)).status).toBe(200)
    } finally {
      await first.kill()
    }
    // A killed server's mark does not keep its successor out.
    const second = await start({}, folder)
    await second.kill()
  })
})
