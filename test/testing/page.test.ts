// @vitest-environment jsdom
// The emulator inside a page: with the page's own AbortSignal and addresses.
import { expect, test } from 'vitest'
import { createEmulator } from 'react-ciam/testing'
import { answerOf, headersWith, REFRESH } from './service-calls'

test('a client of the page refreshes at a same-origin path, and can give up', async () => {
  const emulator = createEmulator({ rotation: 'on' })
  const { session_token: token } = await emulator.login()
  const init = { method: 'POST', headers: headersWith({ 'session-token': token }) }
  const controller = new AbortController()
  const { status, body } = await answerOf(
    await emulator.fetch(`/ciam${REFRESH}`, { ...init, signal: controller.signal }),
  )
  expect([status, typeof body.session_token]).toEqual([200, 'string'])
  emulator.fail('hang')
  const answer = emulator.fetch(`/ciam${REFRESH}`, { ...init, signal: controller.signal })
  controller.abort()
  await expect(answer).rejects.toMatchObject({ name: 'AbortError' })
})
