// Says that the devtools hold the client offline, as long as they do.
import type { ReactElement } from 'react'
import type { Inspector } from '../inspector'
import { useReadable } from '../useReadable'

export function OfflineTag({ inspector }: { inspector: Inspector }): ReactElement | null {
  return useReadable(inspector.isOffline) ? (
    <>
      {' '}
      <span className="tag">offline</span>
    </>
  ) : null
}
