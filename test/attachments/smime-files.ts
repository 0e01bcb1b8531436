/** S/MIME as openssl makes it, with a certificate made on the spot. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeCertificate } from '../smtp/certificate.ts'

export type Smime = Readonly<{
  /** `args` as of `openssl cms`, without the keys. */
  cms: (input: Buffer | string, ...args: readonly string[]) => Buffer
  signed: (input: Buffer | string, ...args: readonly string[]) => Buffer
  encrypted: (input: Buffer | string, ...args: readonly string[]) => Buffer
  /** The signature alone. */
  apart: (input: Buffer | string) => Buffer
  remove: () => void
}>

export const openSmime = (): Smime => {
  const folder = mkdtempSync(join(tmpdir(), 'smime-'))
  const { certFile, keyFile } = makeCertificate(folder, 'An Smets')
  const cms = (input: Buffer | string, ...args: readonly string[]): Buffer =>
    execFileSync('openssl', ['cms', ...args], { input, stdio: ['pipe', 'pipe', 'ignore'], maxBuffer: 64_000_000 })
  return {
    cms,
    signed: (input, ...args) =>
      cms(input, '-sign', '-nodetach', '-binary', '-signer', certFile, '-inkey', keyFile, ...args),
    encrypted: (input, ...args) => cms(input, '-encrypt', '-binary', ...args, certFile),
    apart: (input) => cms(input, '-sign', '-binary', '-signer', certFile, '-inkey', keyFile, '-outform', 'DER'),
    remove: () => rmSync(folder, { recursive: true }),
  }
}
