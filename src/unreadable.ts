/** Why a file cannot be read, for whoever named it and may not know the codes of the system. */
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such folder',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
  EPERM: 'this user may not read it',
}

/** The code itself where there are no better words; undefined for what is no fault of the system. */
export const whyNoFile = (error: unknown): string | undefined => {
  const { code } = error as NodeJS.ErrnoException
  return code === undefined ? undefined : (WORDS[code] ?? code)
}
