/** Certificates for tests, made by openssl on the spot. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** A self-signed certificate in `folder`, made by openssl. */
export const makeCertificate = (folder: string, name = 'lock.school.example') => {
  const certFile = join(folder, 'cert.pem')
  const keyFile = join(folder, 'key.pem')
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=DNS:${name},IP:127.0.0.1`]
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const args = ['req', '-x509', '-days', '2', ...key, ...subject, '-keyout', keyFile, '-out', certFile]
  execFileSync('openssl', args, { stdio: 'ignore' })
  return { certFile, keyFile }
}
