// The claims of the id_token as a tree. Personal data: nothing else of the devtools shows it or passes it on.
import type { ReactElement } from 'react'
import type { CiamClient } from '../../index'
import { ClaimsTree } from './ClaimsTree'
import { Section } from './Section'
import { useSnapshot } from './useSnapshot'

export function Claims({ client }: { client: CiamClient<unknown> }): ReactElement {
  const snapshot = useSnapshot(client)
  const claims = snapshot.status === 'signed-in' ? snapshot.claims : null
  return (
    <Section title="Claims">
      {claims === null ? (
        <p className="soft">No claims.</p>
      ) : (
        <>
          <p className="note">Personal data of the signed-in user. It is shown here and nowhere else in this panel.</p>
          <ClaimsTree value={claims} />
        </>
      )}
    </Section>
  )
}
