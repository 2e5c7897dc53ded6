// Copies an error of foreign code so that it can be a `cause`: name and message only, and no message that holds a token.

/**
 * Foreign errors may carry requests, headers or stored values on their properties, and some runtimes quote a bad header
 * value in the message; a copy of the name and a message without any of `secrets` carries neither.
 */
export function withoutSecrets(error: unknown, ...secrets: (string | null | undefined)[]): Error {
  const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) }
  const isSafe = !secrets.some((secret) => secret && sharesText(message, secret))
  const copy = new Error(isSafe ? message : 'The message was left out because it quotes a token.')
  copy.name = name
  return copy
}

// A runtime may cut what it quotes, and a stored value holds a token among other text: 16 characters in common are enough.
function sharesText(message: string, secret: string): boolean {
  const length = Math.min(16, secret.length)
  for (let start = 0; start + length <= message.length; start += 1) {
    if (secret.includes(message.slice(start, start + length))) return true
  }
  return false
}
