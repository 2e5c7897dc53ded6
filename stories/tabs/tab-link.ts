// What a tab of the story and the page around it know of each other. The page puts the link on the frame's element, which
// is there before the frame's script is, and stays whatever document the frame has.
import type { CiamClient } from 'react-ciam'
import type { LoginReply } from 'react-ciam/testing'
import type { Language } from '../scene/toolbar'
import type { ReadableStore } from '../scene/value-store'
import type { Inspector } from '../../src/devtools/inspector'

/** What the page gives to a tab. */
export interface TabLink {
  /** Counts from 1. */
  readonly number: number
  readonly baseUrl: string
  readonly clientId: string
  /** False: the tab's browser has no Web Locks. */
  readonly hasLocks: boolean
  readonly language: ReadableStore<Language>
  /** Answered by the emulator, which lives in the page. */
  readonly fetch: typeof globalThis.fetch
  /** Signs the emulator's first user in, as an app's own login call does, and gives the service's reply. */
  login(): Promise<LoginReply>
  /** The tab's script has run. */
  connect(tab: ConnectedTab): void
}

/** What a tab gives to the page. */
export interface ConnectedTab {
  readonly client: CiamClient
  readonly inspector: Inspector
  /** Shows the app: from then on the session is used. */
  begin(): void
}

/** The element of a tab. */
export type TabElement = HTMLIFrameElement & { link?: TabLink }
