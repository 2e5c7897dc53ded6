// The workflows keep their rules: actions are pinned, and only the job that publishes may speak for the package.
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const FOLDER = '.github/workflows'
const workflows = readdirSync(FOLDER).map((file): [string, string] => [file, readFileSync(`${FOLDER}/${file}`, 'utf8')])

/** Every action that is not pinned by the hash of a commit, with the version that it is in a comment. */
const unpinned = (workflow: string): string[] =>
  workflow.match(/uses:.*/g)?.filter((line) => !/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line)) ?? []

/** The permissions that end in `write`. */
const writePermissions = (workflow: string): string[] => workflow.match(/[\w-]+: write(-all)?\b/g) ?? []

test('there are the two workflows, both with actions', () => {
  expect(workflows.map(([file]) => file).sort()).toEqual(['ci.yml', 'release.yml'])
  for (const [, text] of workflows) expect(text.match(/uses:/g)?.length).toBeGreaterThan(1)
})

describe.each(workflows)('%s', (file, text) => {
  test('pins every action by the hash of a commit, and says its version', () => {
    expect(unpinned(text)).toEqual([])
  })

  test('gives nothing to all jobs, and writing to none but the one that publishes', () => {
    expect(text).toMatch(/^permissions: \{\}$/m)
    expect(writePermissions(text)).toEqual(file === 'release.yml' ? ['id-token: write'] : [])
    const beforePublishing = text.split(/^ {2}publish:$/m)[0] ?? ''
    expect(writePermissions(beforePublishing)).toEqual([])
  })

  test('keeps no credentials of the checkout, needs no secret, and puts no text of others into a script', () => {
    const checkouts = text.match(/actions\/checkout@/g)?.length ?? 0
    expect(text.match(/persist-credentials: false/g) ?? []).toHaveLength(checkouts)
    expect(text).not.toMatch(/secrets\./)
    expect(text.match(/run:.*\$\{\{.*/g)).toBeNull()
  })
})

test('what apps install is asked for known vulnerabilities by the CI, and by nothing that must run without a network', () => {
  const ci = workflows.find(([file]) => file === 'ci.yml')?.[1]
  expect(ci).toMatch(/^ {6}- run: npm audit --omit=dev --audit-level=low$/m)
  for (const file of ['.ci/run', 'test/run.mjs']) expect(readFileSync(file, 'utf8')).not.toMatch(/npm.{0,4}audit/)
})

test.each([
  ['uses: actions/checkout@v6'],
  ['uses: actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd'],
  ['uses: actions/checkout@de0fac2 # v6.0.2'],
  ['uses: actions/checkout@main # v6.0.2'],
])('%s counts as not pinned', (line) => {
  expect(unpinned(`steps:\n  - ${line}\n`)).toEqual([line])
})
