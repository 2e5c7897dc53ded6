// Setup of every test with a DOM: DOM matchers, components unmounted after each test, and no network.
import '@testing-library/jest-dom/vitest'
import { cleanup } from '@testing-library/react'
import { afterEach, beforeEach, vi } from 'vitest'

beforeEach(() => {
  vi.stubGlobal('fetch', () => {
    throw new Error('A test reached the global fetch: hand the client one that answers, such as the emulator.')
  })
})

afterEach(() => {
  cleanup()
})
