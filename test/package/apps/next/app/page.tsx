// A page that is rendered for each request, so that the requests of two visitors are in one process at the same time.
import { connection } from 'next/server'
import { Account } from '../../account'

export default async function Page({ searchParams }: { searchParams: Promise<{ visitor?: string }> }) {
  await connection()
  const { visitor } = await searchParams
  return (
    <main>
      <p>Rendered for {visitor}</p>
      <Account />
    </main>
  )
}
