/**
 * The certificate, read again when its files change. A broken new one (half written, wrong key) leaves the old one in use.
 * Files are watched, and looked at every half minute too: a mounted secret is often replaced without an event.
 */
import { type FSWatcher, watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createSecureContext } from 'node:tls'
import type { Log } from '../log.ts'

export type Certificate = Readonly<{ key: Buffer; cert: Buffer }>
export type CertificateFiles = Readonly<{ certFile: string; keyFile: string }>

const LOOK_MS = 30_000
const SETTLE_MS = 100

/** Rejects when the files cannot be read or do not belong together. */
export const readCertificate = async ({ certFile, keyFile }: CertificateFiles): Promise<Certificate> => {
  const [cert, key] = await Promise.all([readFile(certFile), readFile(keyFile)])
  createSecureContext({ cert, key })
  return { cert, key }
}

const same = (one: Certificate, other: Certificate): boolean => one.cert.equals(other.cert) && one.key.equals(other.key)

export type CertificateKeeper = Readonly<{ current: Certificate; reload: () => Promise<void>; stop: () => void }>

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
      const trouble = String((error as { code?: unknown }).code)
      if (trouble !== broken) log.error('certificateBroken', { file: files.certFile }, error)
      broken = trouble
    }
  }
  const stop = watchFiles(files, reload)
  return { current, reload, stop }
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
