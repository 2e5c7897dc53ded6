// The recipes for TanStack Query: the next person never sees what the last one saw, however the session changes.
import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { act, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import type { ReactNode } from 'react'
import { CiamProvider, describeError, useClaims } from 'react-ciam'
import { beforeEach, describe, expect, test } from 'vitest'
import { client } from './ciam'
import { apiCalls, emulator } from './network'
import { ordersQuery } from './orders'
import { queryClient } from './query-client'
import { beginEachSignedOut, signIn } from './recipe-scene'
import { SessionQueryProvider } from './SessionQueryProvider'
import { SessionScope } from './SessionScope'

beginEachSignedOut()

const refused = () => client.getIdToken().catch((error: unknown) => error)

/** What was on the screen, by whose name was on it. */
let seen: string[] = []

function Orders() {
  const name = useClaims((claims) => claims.userName)
  const { data, error } = useQuery(ordersQuery)
  seen.push(`${name ?? 'nobody'}: ${data?.map(({ title }) => title).join() ?? 'nothing'}`)
  return (
    <>
      <p>{data?.map(({ title }) => title)}</p>
      {error && <p role="alert">{describeError(error, 'en')}</p>}
      <input aria-label="Note" />
    </>
  )
}

/** The app's own QueryClient, and everything of a person in a scope. */
function OneQueryClient({ children }: { children: ReactNode }) {
  return (
    <QueryClientProvider client={queryClient}>
      <SessionScope>{children}</SessionScope>
    </QueryClientProvider>
  )
}

describe.each([
  ['one QueryClient that is cleared', OneQueryClient],
  ['a QueryClient for each session', SessionQueryProvider],
])('with %s', (_title, Scope) => {
  const show = () =>
    render(
      <CiamProvider client={client}>
        <Scope>
          <Orders />
        </Scope>
      </CiamProvider>,
    )

  beforeEach(() => {
    seen = []
  })

  test.each([
    ['signs in while the first is signed in', async () => signIn('second')],
    [
      'signs in after the first signed out',
      async () => {
        await client.signOut()
        await signIn('second')
      },
    ],
  ])('a second person who %s sees neither the orders nor the note of the first', async (_how, change) => {
    await signIn('demo')
    show()
    await screen.findByText('A book of demo')
    await userEvent.type(screen.getByLabelText('Note'), 'of demo')
    await act(change)
    await screen.findByText('A book of second')
    expect(screen.getByLabelText('Note')).toHaveValue('')
    expect(seen).toContain('second: A book of second')
    expect(seen).not.toContain('second: A book of demo')
    expect(seen).not.toContain('nobody: A book of demo')
  })

  test('a refresh takes nothing away: no second request, and the note stays', async () => {
    await signIn('demo')
    show()
    await screen.findByText('A book of demo')
    await userEvent.type(screen.getByLabelText('Note'), 'half')
    await act(() => client.getIdToken({ force: true }))
    expect(emulator.ledger.refreshes()).toHaveLength(1)
    expect(screen.getByLabelText('Note')).toHaveValue('half')
    expect(apiCalls).toHaveLength(1)
  })

  test('signed out, a query fails at once and is not tried again', async () => {
    show()
    expect((await screen.findByRole('alert')).textContent).toBe(describeError(await refused(), 'en'))
    expect(apiCalls).toEqual([])
  })
})

test('an answer for the first person that comes after the change reaches nobody', async () => {
  await signIn('demo')
  const pending = queryClient.fetchQuery(ordersQuery).catch(() => null)
  await signIn('second')
  await pending
  expect(queryClient.getQueryData(ordersQuery.queryKey)).toBeUndefined()
})
