// Devtools that are taken away leave the client as it was.
import { expect, test, vi } from 'vitest'
import { inspect } from '../../src/devtools/inspector'
import { createHarness } from '../client/harness'

test('the last stop puts the ports of the client back, and an earlier one does not', async () => {
  const { client, emulator, flush } = createHarness()
  await client.signIn(await emulator.login())
  const [first, second] = [inspect(client), inspect(client)]
  expect(first?.inspector).toBe(second?.inspector)
  first?.stop()
  first?.stop()
  const inspector = second!.inspector
  const refreshed = inspector.refresh()
  await flush()
  await refreshed
  const noted = inspector.marks.get().length
  expect(noted).toBeGreaterThan(5)
  inspector.setOffline(true)
  second?.stop()
  vi.advanceTimersByTime(2_000)
  const again = client.getIdToken({ force: true })
  await flush()
  await again
  expect(inspector.marks.get()).toHaveLength(noted)
  expect(emulator.ledger.refreshes()).toHaveLength(2)
})

test('devtools that go while a refresh is under way do not disturb it', async () => {
  const { client, emulator, advance } = createHarness({}, { latency: 500 })
  await client.signIn(await emulator.login())
  const opened = inspect(client)
  const refreshed = client.getIdToken({ force: true })
  await advance(100)
  expect(emulator.ledger.refreshes()).toHaveLength(1)
  opened?.stop()
  await advance(1_000)
  await expect(refreshed).resolves.toBeTypeOf('string')
  expect(client.getSnapshot()).toMatchObject({ error: null })
})
