// Random tokens and numbers.

const ALPHANUMERICS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Random characters of the given alphabet. */
export function randomText(length: number, alphabet: string = ALPHANUMERICS): string {
  // Bytes at or above the last whole multiple are dropped, so that no character is likelier than another.
  const limit = 256 - (256 % alphabet.length)
  let text = ''
  while (text.length < length) {
    for (const byte of crypto.getRandomValues(new Uint8Array(length))) {
      if (byte < limit && text.length < length) text += alphabet.charAt(byte % alphabet.length)
    }
  }
  return text
}

/** A random whole number from `lowest` to `highest`, both included. */
export function randomNumber(lowest: number, highest: number): number {
  return lowest + (crypto.getRandomValues(new Uint32Array(1))[0]! % (highest - lowest + 1))
}
