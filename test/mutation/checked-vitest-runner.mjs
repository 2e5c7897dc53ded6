// Stryker's Vitest runner, and three things besides:
// - A mutant that no test was run on has not survived. Version 9.6.1 at times starts a run whose tests are collected but
//   not run, and would report that mutant as survived.
// - Code that a test runs is tried with the tests that run it, also where it runs between two tests as well (a late answer,
//   a timer that is left). Stryker would try it with all tests there are.
// - The tests of the folder of the same name run before the others: most mutants end there.
import { strykerPlugins as vitestPlugins, strykerValidationSchema } from '@stryker-mutator/vitest-runner'

const [{ kind, factory: createVitestRunner }] = vitestPlugins

const ownTests = (file) => (/src\/tabs\//.test(file) ? 'test/tabs-ports/' : `test/${/src\/([^/]+)\//.exec(file)?.[1]}/`)

function createCheckedRunner(injector) {
  const runner = createVitestRunner(injector)
  const dryRun = runner.dryRun.bind(runner)
  const mutantRun = runner.mutantRun.bind(runner)
  let allTests = []

  async function runTests(options) {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const result = await mutantRun(options)
      if (result.status !== 'survived' || result.nrOfTests > 0) return result
    }
    return { status: 'error', errorMessage: 'No test was run on it.' }
  }

  return Object.assign(runner, {
    async dryRun(options) {
      const result = await dryRun(options)
      if (!result.mutantCoverage) return result
      allTests = result.tests.map(({ id }) => id)
      const files = runner.ctx.state.getFiles()
      const loading = Object.assign({}, ...files.map(({ meta }) => meta.mutantCoverage?.loading))
      const { static: outside, perTest } = result.mutantCoverage
      for (const mutant of Object.values(perTest).flatMap(Object.keys)) if (!loading[mutant]) delete outside[mutant]
      return result
    },
    async mutantRun(options) {
      const covering = options.testFilter ?? allTests
      if (!covering.length) return runTests(options) // A second process, which did not see the first run.
      const isOwn = (id) => id.startsWith(ownTests(options.activeMutant.fileName))
      const parts = [covering.filter(isOwn), covering.filter((id) => !isOwn(id))].filter((part) => part.length)
      let nrOfTests = 0
      for (const testFilter of parts) {
        const result = await runTests({ ...options, testFilter })
        if (result.status !== 'survived') return result
        nrOfTests += result.nrOfTests
      }
      return { status: 'survived', nrOfTests }
    },
  })
}
createCheckedRunner.inject = createVitestRunner.inject

export const strykerPlugins = [{ kind, name: 'checked-vitest', factory: createCheckedRunner }]
export { strykerValidationSchema }
