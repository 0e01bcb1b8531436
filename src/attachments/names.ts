/** Names of files, which are only ever shown and compared, never used as a path on a disk. */

const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g
// Right-to-left override and its kin: "gpj.exe" is shown as "exe.jpg" (CWE-451).
const DIRECTION = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const MAX_NAME = 255

export const hasDirectionMarks = (name: string): boolean => name.search(DIRECTION) >= 0

/** Without what cannot be seen; a long name keeps its end, since the extension decides what a click does. */
export const cleanName = (name: string): string => {
  const clean = name.replace(CONTROLS, ' ').replace(DIRECTION, '').trim()
  return clean.length <= MAX_NAME ? clean : `${clean.slice(0, MAX_NAME - 40)}…${clean.slice(-39)}`
}

export const lastName = (name: string): string => name.split(/[/\\]/).filter(Boolean).at(-1) ?? name

/** "dossier.zip › verslag.docx" */
export const joinPath = (parent: string, name: string): string => (parent ? `${parent} › ${name}` : name)

/** One of several files that make an archive together: "a.7z.002", "a.part2.rar", "a.r00", "a.z01". */
export const isVolume = (name: string): boolean => /\.(?:\d{3}|[rz]\d{2}|part\d{1,4}\.rar)[.\s]{0,64}$/i.test(name)
