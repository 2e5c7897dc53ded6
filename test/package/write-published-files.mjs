// `npm run published-files`, after `npm run build`: writes the page of what is published.
import { writeFileSync } from 'node:fs'
import { runnerImport } from 'vite'

const { module: published } = await runnerImport('./test/package/published-files.ts')
writeFileSync(published.PAGE, await published.pageOf(published.readPublished()))
