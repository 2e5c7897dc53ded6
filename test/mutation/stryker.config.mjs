// What Stryker mutates, with which tests, and where it puts what it found. `npm run test:mutation` reads this.
export default {
  mutate: ['src/{client,protocol,storage,tabs}/**/*.ts', '!src/**/{index,types,ports}.ts'],
  plugins: ['./test/mutation/checked-vitest-runner.mjs', './test/mutation/ignored-sentences.mjs'],
  ignorers: ['sentences'],
  testRunner: 'checked-vitest',
  vitest: { configFile: 'test/mutation/vitest.config.ts', related: false },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 10_000,
  // Of `--incremental`, for the next run.
  incrementalFile: '.mutation/incremental.json',
  tempDirName: '.mutation/sandboxes',
  ignorePatterns: [
    '.*',
    'coverage',
    'dist',
    'docs',
    'stories',
    'storybook-static',
    'test/{bench,package,tabs}',
    '*.md',
  ],
  reporters: ['html', 'json', 'progress-append-only'],
  htmlReporter: { fileName: '.mutation/report.html' },
  jsonReporter: { fileName: '.mutation/report.json' },
}
