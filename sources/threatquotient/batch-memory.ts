/** Memory is taken in pieces of this size. */
const PIECE_BYTES = 256 * 1024;

/**
 * Memory for the bodies of a batch, to be used again for a later one. Pages that wait for their confirmation are else
 * kept for so long that only a full collection frees them, and hundreds of megabytes come together until then.
 */
export class BatchMemory {
  private readonly pieces: Buffer[] = [];
  private used = 0;
  private free = 0;

  /** A copy that lasts until `clear`. What is larger than a piece is copied to memory of its own. */
  keep(bytes: Buffer): Buffer {
    if (bytes.length > this.free && bytes.length <= PIECE_BYTES) this.nextPiece();
    const piece = this.pieces[this.used - 1];
    if (piece === undefined || bytes.length > PIECE_BYTES) return Buffer.from(bytes);
    const begin = PIECE_BYTES - this.free;
    this.free -= bytes.copy(piece, begin);
    return piece.subarray(begin, begin + bytes.length);
  }

  /** Nothing that was kept is needed any more. */
  clear(): void {
    this.used = 0;
    this.free = 0;
  }

  private nextPiece(): void {
    if (this.used === this.pieces.length) this.pieces.push(Buffer.allocUnsafeSlow(PIECE_BYTES));
    this.used += 1;
    this.free = PIECE_BYTES;
  }
}
