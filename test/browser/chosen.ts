// Which browser the tests of several tabs run in: Chromium, or the Firefox that REACT_CIAM_BROWSER=firefox asks for.

/** Throws where the variable names neither. */
export function isFirefox(): boolean {
  const name = process.env['REACT_CIAM_BROWSER'] || 'chromium'
  if (name === 'firefox' || name === 'chromium') return name === 'firefox'
  throw new Error(`REACT_CIAM_BROWSER is ${name}. Set it to chromium or firefox, or unset it.`)
}
