// The tests that a mutation run uses: those of the engine and of what it is made of.
import { defineConfig } from 'vitest/config'
import shared from '../../vite.config.ts'

const tests = (folder: string) => `test/${folder}/**/*.test.ts`
/** `run.mjs --survivors` sets it: what lived meets these too. They would take too long for every mutant. */
const more = process.env.MUTATION_TESTS === 'all' ? ['chaos', 'fuzz', 'react'] : []
/** These want a page of their own: they bring their own `fetch`, channels and modules. */
const alone = ['storage', 'tabs-ports'].map(tests).concat('test/client/{redirects,request-form,two-copies}.test.ts')

export default defineConfig({
  ...shared,
  test: {
    retry: 0,
    restoreMocks: true,
    unstubGlobals: true,
    unstubEnvs: true,
    setupFiles: ['test/mutation/note-what-loads.mjs'],
    // A page, or an empty place, for all files of a project: to make one for each takes ten times as long as the tests.
    isolate: false,
    projects: [
      { extends: true, test: { name: 'node', environment: 'node', include: [tests('protocol')] } },
      {
        extends: true,
        test: {
          name: 'page',
          environment: 'jsdom',
          setupFiles: ['test/setup-dom.ts'],
          include: ['client', 'fetch', ...more].flatMap((folder) => [tests(folder), `${tests(folder)}x`]),
          exclude: alone,
        },
      },
      {
        extends: true,
        test: { name: 'alone', environment: 'jsdom', setupFiles: ['test/setup-dom.ts'], isolate: true, include: alone },
      },
    ],
  },
})
