// What a customer sees, in both apps: the guard's fallback in the server's HTML, then what the browser's session says.
'use client'
import { SignedIn, SignedOut, useClaims, useSuspenseIdToken } from 'react-ciam'

export function Account() {
  return (
    <>
      <SignedIn fallback={<p>One moment</p>}>
        <Name />
      </SignedIn>
      <SignedOut>
        <p>Please sign in</p>
      </SignedOut>
    </>
  )
}

function Name() {
  return <h1>Hello, {useClaims((claims) => String(claims['name']))}</h1>
}

/** On the server it throws, so that the fallback of the boundary around it is sent. */
export function Token() {
  const { idToken } = useSuspenseIdToken()
  return <p>A token of {idToken.split('.').length} parts</p>
}
