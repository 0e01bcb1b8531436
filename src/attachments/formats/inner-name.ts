/** What the one file inside a packed file is called: "brief.txt.gz" holds "brief.txt", "map.tgz" holds "map.tar". */
export const innerName = (name: string): string => {
  const tar = /\.(?:tgz|taz|tbz2?|txz|tzst|tlz)$/i.exec(name)
  if (/\.svgz$/i.test(name)) return name.slice(0, -1)
  return tar ? `${name.slice(0, tar.index)}.tar` : name.replace(/\.(?:gz|bz2?|xz|zst|lzma|z)$/i, '')
}
