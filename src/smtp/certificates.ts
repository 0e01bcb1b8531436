/**
 * The certificate, read again when its files change. A broken new one (half written, wrong key) leaves the old one in use.
 * Files are watched, and looked at every half minute too: a mounted secret is often replaced without an event.
 */

import { type FSWatcher, watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createSecureContext } from 'node:tls'
import type { Log } from '../log.ts'
import { whyNoFile } from '../unreadable.ts'

export type Certificate = Readonly<{ key: Buffer; cert: Buffer }>
export type CertificateFiles = Readonly<{ certFile: string; keyFile: string }>

const LOOK_MS = 30_000
const SETTLE_MS = 100

const read = (file: string): Promise<Buffer> =>
  readFile(file).catch((cause: NodeJS.ErrnoException) => {
    throw new Error(`${file}: cannot be read (${whyNoFile(cause)})`, { cause })
  })

/** Rejects when the files cannot be read or do not belong together; OpenSSL's words for it quote nothing of the key. */
export const readCertificate = async ({ certFile, keyFile }: CertificateFiles): Promise<Certificate> => {
  // One after the other: of two that are missing the first is told, each time.
  const cert = await read(certFile)
  const key = await read(keyFile)
  try {
    createSecureContext({ cert, key })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new Error(`${certFile}: no certificate that belongs to ${keyFile} (${code})`, { cause })
  }
  return { cert, key }
}

const same = (one: Certificate, other: Certificate): boolean => one.cert.equals(other.cert) && one.key.equals(other.key)

export type CertificateKeeper = Readonly<{
  current: Certificate
  /** What is wrong with the files now, although an older certificate is in use; '' when all is well. */
  trouble: () => string
  reload: () => Promise<void>
  stop: () => void
}>

/** `use` is called with every new certificate, the first one excepted. */
export const keepCertificate = async (
  files: CertificateFiles,
  log: Log,
  use: (certificate: Certificate) => void,
): Promise<CertificateKeeper> => {
  let current = await readCertificate(files)
  log.info('certificateLoaded', { file: files.certFile })
  let broken = ''
  const reload = async () => {
    try {
      const found = await readCertificate(files)
      broken = ''
      if (same(found, current)) return
      use(found)
      current = found
      log.info('certificateLoaded', { file: files.certFile })
    } catch (error) {
      // The same trouble is told once, not every half minute.
      const { message, cause } = error as Error
      if (message !== broken) log.error('certificateBroken', { file: files.certFile }, cause)
      broken = message
    }
  }
  const stop = watchFiles(files, reload)
  return { current, trouble: () => broken, reload, stop }
}

const watchFiles = (files: CertificateFiles, changed: () => Promise<void>): (() => void) => {
  let settling: NodeJS.Timeout | undefined
  const soon = () => {
    clearTimeout(settling)
    settling = setTimeout(() => void changed(), SETTLE_MS)
    settling.unref()
  }
  const folders = new Set([dirname(files.certFile), dirname(files.keyFile)])
  const watchers: FSWatcher[] = [...folders].map((folder) =>
    watch(folder, { persistent: false }, soon).on('error', () => {}),
  )
  const timer = setInterval(() => void changed(), LOOK_MS)
  timer.unref()
  return () => {
    clearTimeout(settling)
    clearInterval(timer)
    for (const watcher of watchers) watcher.close()
  }
}
