// The part of a file that is meant for readers: from `// #region NAME` to the next `// #endregion`.

/** Without a name the whole file. Throws where the file has no such region, for a page must not show less than it says. */
export function regionOf(code: string, name?: string): string {
  if (name === undefined) return code.trim()
  const lines = code.split('\n')
  const from = lines.findIndex((line) => line.trim() === `// #region ${name}`)
  const until = lines.findIndex((line, index) => index > from && line.trim() === '// #endregion')
  if (from < 0 || until < 0) throw new Error(`There is no region "${name}".`)
  return lines
    .slice(from + 1, until)
    .join('\n')
    .trim()
}
