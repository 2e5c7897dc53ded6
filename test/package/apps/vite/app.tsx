// The app of a server that renders with Vite: the same tree on both sides.
/// <reference types="vite/client" />
import { Suspense } from 'react'
import { CiamProvider, createCiamClient } from 'react-ciam'
import { Account, Token } from '../account'

const client = createCiamClient({
  baseUrl: import.meta.env['VITE_CIAM_URL'] as string,
  clientId: import.meta.env['VITE_CIAM_CLIENT_ID'] as string,
})

export function App({ visitor, page }: { visitor: string; page: string }) {
  return (
    <CiamProvider client={client}>
      <p>Rendered for {visitor}</p>
      {page === '/token' ? (
        <Suspense fallback={<p>Waiting for a token</p>}>
          <Token />
        </Suspense>
      ) : (
        <Account />
      )}
    </CiamProvider>
  )
}
