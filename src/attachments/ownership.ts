/** Bytes that may be handed to another thread without a copy: those that fill their memory and share it with nobody. */
export const ownBuffer = (bytes: Uint8Array): Uint8Array =>
  bytes.buffer instanceof ArrayBuffer && bytes.byteOffset === 0 && bytes.byteLength === bytes.buffer.byteLength
    ? bytes
    : new Uint8Array(bytes)
