/** Archives by 7-Zip itself, compiled to WebAssembly: 7z, xz, bzip2, and zips with methods of its own. */
import * as module from '7z-wasm'

// Its types say that the module is the function; it is its default export.
const sevenZip = module.default as unknown as module.SevenZipModuleFactory

/** `options` as on its command line: `-p…`, `-mhe=on`, `-mm=LZMA`. The kind follows from the name. */
export const pack = async (
  archive: string,
  files: Readonly<Record<string, Buffer | string>>,
  options: readonly string[] = [],
): Promise<Buffer> => {
  const program = await sevenZip({ print: () => {}, printErr: () => {} })
  for (const [name, data] of Object.entries(files)) program.FS.writeFile(name, Buffer.from(data))
  program.callMain(['a', '-bd', '-mmt=1', ...options, archive, ...Object.keys(files)])
  return Buffer.from(program.FS.readFile(archive))
}
