// `npm run licenses`: the licence of every package that the lockfiles name, also of those for other systems. Fails where
// one is not on the list of license-rules.ts. `npm run licenses -- --names` prints the packages too. Writes nothing.
import { existsSync, readFileSync } from 'node:fs'
import { runnerImport } from 'vite'

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))
const { module: rules } = await runnerImport('./test/licenses/license-rules.ts')

const manifest = readJson('package.json')
const notices = 'dist/THIRD_PARTY_LICENSES.txt' // The build writes it: what is bundled, each name on the first line of a part.
const bundled = existsSync(notices) ? readFileSync(notices, 'utf8').split(/^-{80}\n\n/m) : []
const shipped = new Set([
  ...Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
  ...bundled.map((part) => part.split('\n')[0]),
])

const lockfiles = ['package-lock.json', 'test/bench/package-lock.json'].filter((path) => existsSync(path))
for (const path of lockfiles) {
  const { packages } = readJson(path)
  console.log(path)
  for (const [license, names] of rules.byLicense(packages)) {
    const listed = process.argv.includes('--names') ? `  ${names.join(' ')}` : ''
    console.log(`${String(names.length).padStart(6)}  ${license}${listed}`)
  }
  const violations = rules.licenseViolations(packages, shipped)
  for (const violation of violations) console.error(violation)
  if (violations.length > 0) process.exitCode = 1
}
