/** Which part belongs to which, and where links lead (ECMA-376 part 2 §9.3). */
import { posix } from 'node:path'
import { walkXml } from './xml.ts'

/** `targets`: part names by id. `links`: addresses outside the file. */
export type Relations = Readonly<{ targets: ReadonlyMap<string, string>; links: readonly string[] }>

// Where a program fetches its template or the picture of a link is a path on somebody's disk, not an address for a reader.
const ADDRESS = /^(?:https?|mailto|ftp|tel|sms):/i

const decoded = (target: string): string => {
  try {
    return decodeURIComponent(target)
  } catch {
    return target
  }
}

/** `name` is that of the .rels part: "word/_rels/document.xml.rels" belongs to the folder "word/". */
export const readRelations = (bytes: Buffer, name: string): Relations => {
  const folder = name.replace(/_rels\/[^/]{0,200}$/, '')
  const targets = new Map<string, string>()
  const links: string[] = []
  walkXml(bytes, {
    open: (_name, { Id, Target, TargetMode }) => {
      if (!Id || !Target) return
      if (TargetMode === 'External') {
        if (ADDRESS.test(Target)) links.push(decoded(Target))
      } else targets.set(Id, Target.startsWith('/') ? Target.slice(1) : posix.normalize(folder + Target))
    },
  })
  return { targets, links }
}
