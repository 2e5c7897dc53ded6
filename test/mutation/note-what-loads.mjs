// Setup of every test file of a mutation run: notes which mutants run while modules load, before any test does. Only these
// are static; what Stryker counts as static besides merely ran between two tests.
import { beforeAll, inject } from 'vitest'

const stryker = globalThis[inject('globalNamespace')]
const before = new Set(Object.keys(stryker?.mutantCoverage?.static ?? {}))

beforeAll(() => {
  const coverage = stryker?.mutantCoverage
  if (!coverage) return
  coverage.loading ??= {}
  for (const mutant of Object.keys(coverage.static)) if (!before.has(mutant)) coverage.loading[mutant] = true
})
