// The devtools in an application's bundle: all of them in development, nothing of them in production.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle, bundlers, type Mode } from './bundlers'
import { installPackage, type InstalledPackage } from './installed-package'

let installed: InstalledPackage
beforeAll(() => {
  installed = installPackage()
})
afterAll(() => installed?.remove())

/** The same application with the devtools, and with a component of its own that renders nothing. */
const sources = {
  devtools: `import { CiamDevtools as Extra } from 'react-ciam/devtools'`,
  nothing: `const Extra = () => null`,
}

const application = (extra: keyof typeof sources) => `
  import { createElement } from 'react'
  import { CiamProvider, createCiamClient } from 'react-ciam'
  ${sources[extra]}
  const client = createCiamClient({ baseUrl: '/ciam', clientId: 'application' })
  globalThis.render = () => createElement(CiamProvider, { client }, createElement(Extra))`

const externals = ['react', 'react/jsx-runtime', 'react-dom', '@tanstack/react-query']

const build = async (bundler: string, extra: keyof typeof sources, mode: Mode): Promise<string> =>
  (await bundle(bundler, installed.folder, application(extra), { mode, externals })).code

/** Texts of the panel that a minifier keeps. */
const traces = ['attachShadow', 'Treat as expired', 'react-ciam:devtools', 'lock-wanted']

describe.each(bundlers)('%s', (bundler) => {
  test('puts the devtools into a development build', async () => {
    const code = await build(bundler, 'devtools', 'development')
    for (const trace of traces) expect(code).toContain(trace)
  })

  test('puts nothing of the devtools into a production build but a component that renders nothing', async () => {
    const withDevtools = await build(bundler, 'devtools', 'production')
    const withNothing = await build(bundler, 'nothing', 'production')
    for (const trace of traces) expect(withDevtools).not.toContain(trace)
    expect(Math.abs(withDevtools.length - withNothing.length)).toBeLessThan(24) // Names, and where spaces are.
  })
})
