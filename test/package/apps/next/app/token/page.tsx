// A page whose content suspends until there is a token.
import { Suspense } from 'react'
import { Token } from '../../../account'

export default function Page() {
  return (
    <Suspense fallback={<p>Waiting for a token</p>}>
      <Token />
    </Suspense>
  )
}
