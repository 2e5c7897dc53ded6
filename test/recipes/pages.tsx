// The pages that the recipes for routers show: orders with a form beside them, and a sign-in of one button.
import { useQuery } from '@tanstack/react-query'
import { SignedIn } from 'react-ciam'
import { client } from './ciam'
import { emulator } from './network'
import { ordersQuery } from './orders'

export const HomePage = () => <h1>Home</h1>

export function OrdersPage() {
  const { data } = useQuery(ordersQuery)
  return (
    <SignedIn fallback={<p>One moment</p>}>
      <p>{data?.map(({ title }) => title)}</p>
      <input aria-label="Note" />
    </SignedIn>
  )
}

export function SignInPage({ onSignedIn }: { onSignedIn: () => void }) {
  const signIn = async () => {
    await client.signIn(await emulator.login())
    onSignedIn()
  }
  return <button onClick={() => void signIn()}>Sign in</button>
}
