/** Files that real programs made (golden/README.md); each for one matter. */
import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { letter, withFile } from '../mail.ts'
import type { Version } from '../matters.ts'
import { beyond, type Wrap } from '../wrap.ts'

/** A large one lies compressed in the folder. */
export const golden = (name: string): Buffer => {
  const file = new URL(`../golden/${name}`, import.meta.url)
  return existsSync(file)
    ? readFileSync(file)
    : gunzipSync(readFileSync(new URL(`../golden/${name}.gz`, import.meta.url)))
}

/** `program-matter.version.ending` in the folder. */
export const goldenOf = (program: string, matter: string, version: Version, ending: string): Buffer =>
  golden(`${program}-${matter}.${version}.${ending}`)

const made = (program: string, matter: string, ending: string, type?: string): Wrap => ({
  name: `real ${program} ${ending}`,
  matters: [matter],
  mail: ({ version }) => withFile(`verslag.${ending}`, goldenOf(program, matter, version, ending), type),
})

const smime = (matter: string): Wrap => ({
  name: 'real openssl p7m',
  matters: [matter],
  mail: ({ version }) =>
    letter({
      headers: [
        'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"',
        'Content-Transfer-Encoding: base64',
        'Content-Disposition: attachment; filename="smime.p7m"',
      ],
      body: Buffer.from(goldenOf('openssl', matter, version, 'p7m').toString('base64').replace(/.{76}/g, '$&\r\n')),
    }),
})

export const GOLDEN: readonly Wrap[] = [
  made('office', 'care', 'doc'),
  made('office', 'number', 'xls'),
  made('office', 'family', 'ppt'),
  made('office', 'medical', 'docx'),
  made('office', 'password', 'xlsx'),
  made('office', 'key', 'pptx'),
  made('office', 'family', 'odt'),
  made('office', 'number', 'ods'),
  made('office', 'care', 'odp'),
  made('office', 'medical', 'rtf'),
  made('office', 'care', 'pdf'),
  made('office', 'key', 'html', 'text/html'),
  made('chromium', 'password', 'pdf'),
  made('qpdf', 'care', 'pdf'),
  made('qpdf-owner', 'care', 'pdf'),
  made('sevenzip', 'care', '7z'),
  made('tar', 'number', 'tar.xz'),
  smime('password'),
]

export const HARD_GOLDEN: readonly Wrap[] = [
  made('scan', 'care', 'pdf'),
  made('fax', 'family', 'pdf'),
  beyond(made('tar', 'family', 'tar.zst')),
]
