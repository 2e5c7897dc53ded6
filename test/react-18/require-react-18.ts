// Setup of the tests on React 18.2: what packages `require` as React is that version; vitest.config.ts sees to `import`.
import Module from 'node:module'

type ResolveFilename = (this: unknown, request: string, ...rest: unknown[]) => string

const loader = Module as unknown as { _resolveFilename: ResolveFilename }
const resolveFilename = loader._resolveFilename

loader._resolveFilename = function (request, ...rest) {
  return resolveFilename.call(this, request.replace(/^(react|react-dom)(?=\/|$)/, '$1-18'), ...rest)
}

// React 18 reports each error of a render to the window too, even where a boundary caught it. The projects on React 19 see
// to it that no other error gets there.
if (typeof window === 'object') window.addEventListener('error', (event) => event.preventDefault())
