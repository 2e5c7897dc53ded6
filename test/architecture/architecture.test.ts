// The tree keeps its rules; and each rule is shown to fail on a sample that breaks it.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fileViolations } from './file-rules'
import { importViolations } from './import-rules'
import type { SourceTree } from './source-tree'

function readTree(...folders: string[]): SourceTree {
  const paths = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path.replaceAll('\\', '/')}`),
  )
  return new Map(paths.filter((path) => /\.tsx?$/.test(path)).map((path) => [path, readFileSync(path, 'utf8')]))
}

const tree = (files: Record<string, string>): SourceTree => new Map(Object.entries(files))

describe('imports', () => {
  test('every file of src imports only what its layer may', () => {
    expect(readTree('src').size).toBeGreaterThan(10)
    expect(importViolations(readTree('src'))).toEqual([])
  })

  const elsewhere = {
    'src/index.ts': '',
    'src/create-ciam-client.ts': '',
    'src/client/engine.ts': '',
    'src/client/types.ts': '',
    'src/client/record.ts': '',
    'src/protocol/errors.ts': '',
    'src/protocol/claims.ts': '',
    'src/storage/index.ts': '',
    'src/storage/web.ts': '',
    'src/tabs/lock.ts': '',
    'src/browser/device.ts': '',
    'src/react/useIdToken.ts': '',
    'src/sign-in/index.ts': '',
    'src/testing/index.ts': '',
    'stories/session.stories.tsx': '',
    'test/react/fake-client.ts': '',
  }

  test.each([
    ['src/protocol/refused.ts', "import { x } from '../client/engine'"],
    ['src/protocol/refused.ts', "import type { X } from '../client/types'"],
    ['src/protocol/refused.ts', "import { string } from 'zod/mini'"],
    ['src/client/refused.ts', "import { safeParse } from 'zod/v4/core'"],
    ['src/testing/refused.ts', "import { z } from 'zod'"],
    ['src/tabs/refused.ts', "import { x } from '../client/engine'"],
    ['src/tabs/refused.ts', "import { x } from '../storage/web'"],
    ['src/browser/refused.ts', "import { x } from '../protocol/claims'"],
    ['src/browser/refused.ts', "import { useState } from 'react'"],
    ['src/storage/refused.ts', "export { x } from '../client/record'"],
    ['src/client/refused.ts', "import { x } from '../storage/web'"],
    ['src/client/refused.ts', "import type { X } from '../tabs/lock'"],
    ['src/client/refused.ts', "const x = import('../browser/device')"],
    ['src/client/refused.ts', "type X = import('../react/useIdToken').X"],
    ['src/client/refused.ts', "import { useState } from 'react'"],
    ['src/client/refused.ts', "import { QueryObserver } from '@tanstack/react-query'"],
    ['src/client/refused.ts', "import * as everything from '../create-ciam-client'"],
    ['src/react/refused.ts', "import { x } from '../protocol/claims'"],
    ['src/react/refused.ts', "import { x } from '../storage/web'"],
    ['src/react/refused.ts', "import { createCiamClient } from '../create-ciam-client'"],
    ['src/react/refused.ts', "import { useQuery, replaceEqualDeep } from '@tanstack/react-query'"],
    ['src/react/refused.ts', "import * as query from '@tanstack/react-query'"],
    ['src/testing/refused.ts', "import { x } from '../client/engine'"],
    ['src/testing/refused.ts', "import { vi } from 'vitest'"],
    ['src/devtools/refused.ts', "import { x } from '../client/engine'"],
    ['src/axios/refused.ts', "import { x } from '../testing/index'"],
    ['src/sign-in/refused.ts', "import { x } from '../client/engine'"],
    ['src/sign-in/refused.ts', "import { x } from '../react/useIdToken'"],
    ['src/react/refused.ts', "import { x } from '../sign-in/index'"],
    ['src/create-ciam-client.ts', "import { x } from './testing/index'"],
    ['src/client/refused.ts', "import { x } from '../../test/react/fake-client'"],
    ['src/react/refused.ts', "import '../../stories/session.stories'"],
    ['src/react/refused.ts', "import { x } from './no-such-file'"],
    ['src/testing/index.ts', "import { createServer } from 'node:http'"],
    ['src/somewhere/refused.ts', ''],
  ])('%s with %j is refused', (path, text) => {
    expect(importViolations(tree({ ...elsewhere, [path]: text }))).toHaveLength(1)
  })

  test.each([
    ['src/client/schedule.ts', "import { QueryObserver } from '@tanstack/react-query'"],
    [
      'src/client/allowed.ts',
      "import { x } from '../protocol/claims'\nimport type { QueryClient } from '@tanstack/react-query'",
    ],
    ['src/react/allowed.ts', "import type { X } from '../protocol/claims'\nimport { x } from '../client/engine'"],
    ['src/react/allowed.ts', "import { replaceEqualDeep } from '@tanstack/react-query'"],
    ['src/tabs/allowed.ts', "import type { X } from '../client/types'\nimport { CiamError } from '../protocol/errors'"],
    ['src/testing/emulator-bin.ts', "import { serve } from 'srvx/node'\nimport { x } from '../index'"],
    ['src/create-ciam-client.ts', "import { x } from './tabs/lock'\nimport { y } from './storage/web'"],
  ])('%s with %j is allowed', (path, text) => {
    expect(importViolations(tree({ ...elsewhere, [path]: text }))).toEqual([])
  })

  test('a Node module is refused however far below an entry for browsers it is imported', () => {
    const violations = importViolations(
      tree({
        ...elsewhere,
        'src/testing/index.ts': "export { listen } from './server'",
        'src/testing/server.ts': "export { listen } from './listen'",
        'src/testing/listen.ts': "import { serve } from 'srvx'",
      }),
    )
    expect(violations).toEqual(['src/testing/listen.ts is reached by an entry for browsers and may not import srvx'])
  })
})

describe('files', () => {
  test('every file keeps the rules for files', () => {
    expect(fileViolations(readTree('src', 'test', 'stories', '.storybook'))).toEqual([])
  })

  const opening = '// What the file is for.\n'
  const lines = (count: number) => 'export {}\n'.repeat(count - 1)

  test.each([
    ['without an opening comment', 'src/client/plain.ts', 'export const x = 1\n'],
    ['with an empty line first', 'src/client/plain.ts', `\n${opening}`],
    ['of 251 lines that does not say why', 'src/client/plain.ts', opening + lines(251)],
    ['in camelCase that is no hook', 'src/client/plainFile.ts', opening],
    ['in PascalCase that exports no such component', 'src/react/Provider.tsx', opening],
    ['named as a hook that it does not export', 'src/react/useThing.ts', `${opening}export const useOther = 1\n`],
    ['with a hook of another name', 'src/react/plain.ts', `${opening}export function useThing() {}\n`],
    ['with a component of another name', 'src/react/plain.tsx', `${opening}export const Thing = () => null\n`],
    ['with a default export', 'src/client/plain.ts', `${opening}export default 1\n`],
    ['with a default function', 'src/client/plain.ts', `${opening}export default function plain() {}\n`],
    ['with a renamed default export', 'src/client/plain.ts', `${opening}const x = 1\nexport { x as default }\n`],
    ['with a re-exported default', 'src/client/plain.ts', `${opening}export { default } from './other'\n`],
    ['called utils', 'src/client/utils.ts', opening],
    ['called something helpers', 'test/react/render-helpers.ts', opening],
    ['in a folder of helpers', 'test/helpers/render.ts', opening],
    ['called somethingUtil', 'test/react/tokenUtil.ts', opening],
    [
      'with an exception without a reason',
      'src/client/plain.ts',
      `${opening}// eslint-${'disable-next-line no-console'}\n`,
    ],
    ['with a test left out', 'test/client/plain.test.ts', `${opening}test.skip('', () => {})\n`],
    ['with a suite singled out', 'test/client/plain.test.ts', `${opening}describe.only('', () => {})\n`],
    ['with a test that is to fail', 'test/client/plain.test.ts', `${opening}it.concurrent.fails('', () => {})\n`],
  ])('a file %s is refused', (_what, path, text) => {
    expect(fileViolations(tree({ [path]: text }))).toHaveLength(1)
  })

  test.each([
    ['of 250 lines', 'src/client/plain.ts', opening + lines(250)],
    ['of 251 lines that says why', 'src/client/plain.ts', '// All messages, long because ...\n' + lines(251)],
    ['named as its hook', 'src/react/useThing.ts', `${opening}export function useThing() {}\n`],
    ['named as its component', 'src/react/Thing.tsx', `/** Shows it. */\nexport const Thing = () => null\n`],
    ['that passes on hooks', 'src/index.ts', `${opening}'use client'\nexport { useThing } from './react/useThing'\n`],
    ['that is a command', 'src/testing/emulator-bin.ts', `#!/usr/bin/env node\n${opening}`],
    ['with a class of another name', 'src/protocol/errors.ts', `${opening}export class CiamError extends Error {}\n`],
  ])('a file %s is allowed', (_what, path, text) => {
    expect(fileViolations(tree({ [path]: text }))).toEqual([])
  })
})
