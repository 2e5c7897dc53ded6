// What Storybook and the tests share: React, and the public names of the package as its source.
import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const source = fileURLToPath(new URL('./src', import.meta.url))

export default defineConfig({
  plugins: [react()],
  resolve: {
    alias: [
      { find: /^react-ciam$/, replacement: `${source}/index.ts` },
      { find: /^react-ciam\/([^/]+)$/, replacement: `${source}/$1/index.ts` },
    ],
  },
})
