/** What was written on an archive, and on the files in it: programs that open it show that beside the list. */
import type { Piece } from '../reading.ts'

export const commentPieces = (comments: readonly string[], maxTextChars: number): Piece[] => {
  const said = [...new Set(comments.map((comment) => comment.trim()))].filter(Boolean)
  return said.length === 0 ? [] : [{ text: `${said.join('\n').slice(0, maxTextChars)}\n` }]
}
