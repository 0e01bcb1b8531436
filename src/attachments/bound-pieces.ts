/** Pieces up to a limit of characters: each of several readers stayed under it, all together may not. */
import type { Piece, Trouble } from './reading.ts'

export const boundPieces = (pieces: readonly Piece[], limit: number): { pieces: Piece[]; troubles: Trouble[] } => {
  const kept: Piece[] = []
  let left = limit
  for (const piece of pieces) {
    if (piece.text.length > left) {
      if (left > 0) kept.push({ ...piece, text: piece.text.slice(0, left) })
      return { pieces: kept, troubles: [{ reason: 'limit', detail: 'text' }] }
    }
    kept.push(piece)
    left -= piece.text.length
  }
  return { pieces: kept, troubles: [] }
}
