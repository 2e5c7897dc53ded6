// @vitest-environment jsdom
// The tests of this project do run on React 18.2: the tests' own React, the renderers, the Testing Library's and the source's.
import { render } from '@testing-library/react'
import { useQueryClient, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import * as React from 'react'
import * as ReactDom from 'react-dom'
import * as ReactDomClient from 'react-dom/client'
import * as ReactDomServer from 'react-dom/server'
import { CiamProvider, useIdToken } from 'react-ciam'
import { expect, test } from 'vitest'
import { createFakeClient } from '../react/fake-client'

test('every copy of React is 18.2.0', () => {
  const versions = [React.version, ReactDom.version, ReactDomServer.version]
  expect(versions).toEqual(['18.2.0', '18.2.0', '18.2.0'])
  expect(ReactDomClient).not.toHaveProperty('version')
})

test('hooks of the source and of react-query find their React in what the Testing Library renders', () => {
  function Page() {
    return <>{useIdToken().idToken + (useQueryClient() ? ' with queries' : '')}</>
  }
  const { container } = render(
    <QueryClientProvider client={new QueryClient()}>
      <CiamProvider client={createFakeClient()}>
        <Page />
      </CiamProvider>
    </QueryClientProvider>,
  )
  expect(container.textContent).toBe('token-1 with queries')
})
