// The mutants that live, and why: `from` is the code, `to` what replaces it, `line` the beginning of its line where two look
// the same. Whatever survives and is not here makes `npm run test:mutation` fail.
export const accepted = {
  'src/client/auth-fetch.ts': [
    {
      from: "'http://server.invalid'",
      to: '""',
      why: 'a call there is refused before, for there is no window',
    },
    {
      from: "'/'",
      to: '""',
      why: 'no difference: a base of `/` and an empty one resolve to the same origin and path',
    },
    {
      from: "''",
      to: '"Stryker was here!"',
      why: 'no difference: beside an own Authorization header this token is never sent',
    },
    {
      from: 'isOwnToken',
      to: 'true',
      why: 'whenSignedIn() waits for what getIdToken() has waited for: it costs a look, and changes nothing',
    },
    {
      from: '/^https?:$/',
      to: '/https?:$/',
      why: 'no difference: the protocol of a URL whose origin is known is exactly one of the two',
    },
    {
      from: '/^https?:$/',
      to: '/^https?:/',
      why: 'no difference: the protocol of a URL whose origin is known is exactly one of the two',
    },
    {
      from: "{ return false // No JSON: not the service's word. }",
      to: '{}',
      why: 'no difference: undefined is as false',
    },
  ],
  'src/client/exchange.ts': [
    {
      from: "'failed'",
      to: '""',
      why: 'only the kinds `tokens` and `late` are asked for; this is neither, whatever it is called',
    },
  ],
  'src/client/id-token.ts': [
    {
      from: "restored.status === 'restoring' && restored.error",
      to: "restored.status === 'restoring' || restored.error",
      why: 'no difference: what is still restoring after its read has an error, and the next round throws that of a session that ended',
    },
    {
      from: "restored.status === 'restoring'",
      to: 'true',
      why: 'no difference: what is still restoring after its read has an error, and the next round throws that of a session that ended',
    },
    {
      from: 'refresh.sinceRefreshed() < SATISFIES_FORCE',
      to: 'refresh.sinceRefreshed() <= SATISFIES_FORCE',
      why: 'one millisecond',
    },
    {
      from: 'round < MOST_ROUNDS',
      to: 'round <= MOST_ROUNDS',
      why: 'one round more or less of a hundred',
    },
    {
      from: 'round += 1',
      to: 'round -= 1',
      why: 'noticed by `test/fuzz/found.test.ts`',
    },
    {
      from: '!engine.signingIn() && state.session()',
      to: 'false',
      why: 'only costs time: `settled()` finds the same session, later',
    },
  ],
  'src/client/options.ts': [
    {
      from: "\"'session-token' or 'X-session-token'\"",
      to: '""',
      why: 'words of a message',
    },
    {
      from: "''",
      to: '"Stryker was here!"',
      why: 'no difference: neither text is an origin',
    },
  ],
  'src/client/record.ts': [
    {
      from: "''",
      to: '"Stryker was here!"',
      why: 'no difference: neither text is a record',
    },
  ],
  'src/client/schedule.ts': [
    {
      from: 'false',
      to: 'true',
      why: 'no difference: react-query takes `true` for no interval',
    },
    {
      from: 'observer?.setOptions',
      to: 'observer.setOptions',
      why: 'no difference: who keeps fresh has an observer',
    },
  ],
  'src/client/service-headers.ts': [
    {
      from: '`react-ciam:fingerprint:${area}`',
      to: '``',
      why: 'one lock for all stores instead of one each: they wait for one another, no more',
    },
  ],
  'src/client/session-changes.ts': [
    {
      from: 'false',
      to: 'true',
      why: 'no difference: it is replaced before it is asked',
    },
    {
      from: 'true',
      to: 'false',
      why: 'a second guard: what saves or ends the session ends the retry',
      line: 'if (!session || session.isSaved) return true',
    },
    {
      from: '() => false',
      to: '() => undefined',
      why: 'no difference: it is replaced before it is asked',
    },
    {
      from: "'unknown'",
      to: '""',
      why: 'no difference: nothing is done in either case',
      line: "const isThere = session.isSaved && (judgement === 'same' || judgement === 'unknown')",
    },
    {
      from: '!session || session.isSaved',
      to: 'false',
      why: 'a second guard: what saves or ends the session ends the retry',
    },
    {
      from: '!session || session.isSaved',
      to: '!session && session.isSaved',
      why: 'a second guard: what saves or ends the session ends the retry',
    },
    {
      from: 'true',
      to: 'false',
      why: 'a second guard: what saves or ends the session ends the retry',
      line: 'if (!result) announce(session.record, true)',
    },
    {
      from: 'signedOut.size',
      to: 'true',
      why: 'costs a write of the marks that are there already',
    },
    {
      from: 'error',
      to: 'true',
      why: 'costs another look, which finds nothing to remove',
    },
    {
      from: 'session?.isSaved',
      to: 'true',
      why: 'no difference: only a session that is held can be behind, and its retry waits already',
    },
    {
      from: 'session?.isSaved',
      to: 'session.isSaved',
      why: 'no difference: only a session that is held can be behind, and its retry waits already',
    },
    {
      from: "'same'",
      to: '""',
      why: 'no difference: nothing is done in either case',
    },
    {
      from: "'unknown'",
      to: '""',
      why: 'no difference: nothing is done in either case',
      line: "case 'unknown':",
    },
    {
      from: 'record.sessionKey === sessionKey',
      to: 'true',
      why: 'a token belongs to one session and revision: to compare all three is a second guard',
    },
    {
      from: 'record.revision === revision',
      to: 'true',
      why: 'a token belongs to one session and revision: to compare all three is a second guard',
    },
    {
      from: 'wall >= record.sessionExpiresAt',
      to: 'wall > record.sessionExpiresAt',
      why: 'one millisecond',
    },
  ],
  'src/client/session-state.ts': [
    {
      from: 'isSnapshotStale',
      to: 'true',
      why: 'only costs time: what is made anew and is equal is thrown away',
    },
    {
      from: 'isViewStale || idToken !== view.idToken',
      to: 'true',
      why: 'only costs time: what is made anew and is equal is thrown away',
    },
  ],
  'src/client/sign-in.ts': [
    {
      from: '{ if (pending === saving) pending = null }',
      to: '{}',
      why: 'a save rejects only where the app’s lock does; whoever saves or signs out clears it too',
    },
    {
      from: 'pending === saving',
      to: 'false',
      why: 'a save rejects only where the app’s lock does; whoever saves or signs out clears it too',
    },
    {
      from: 'state.epoch() === epoch',
      to: 'true',
      why: 'a second guard: what is followed is compared with the session that is held by then',
    },
  ],
  'src/client/storage-access.ts': [
    {
      from: 'adapter.subscribe?.(key, listener)',
      to: 'adapter.subscribe(key, listener)',
      why: 'no difference: without `subscribe` the call throws, and the catch gives the same',
    },
  ],
  'src/client/token-age.ts': [
    {
      from: 'remainingLife(token, moment) >= Math.min(validity, token.lifetime / 2)',
      to: 'remainingLife(token, moment) > Math.min(validity, token.lifetime / 2)',
      why: 'one millisecond',
    },
  ],
  'src/client/watch.ts': [
    {
      from: 'true',
      to: 'false',
      why: 'costs another read at the most',
    },
    {
      from: '[]',
      to: '["Stryker was here"]',
      why: 'no difference: what has not been started cannot be stopped, and a start replaces it',
      line: 'let unsubscribe: (() => void)[] = []',
    },
    {
      from: "judgement === 'ahead'",
      to: 'true',
      why: 'costs one more read, which shows the same',
    },
    {
      from: 'isDead(seen)',
      to: 'true',
      why: 'the removal asks by itself whether the record is dead',
    },
    {
      from: "status === 'restoring'",
      to: 'true',
      why: 'no difference: only a restoring phase has the error RECORD_NEWER',
    },
    {
      from: "state.phase().status !== 'restoring'",
      to: 'false',
      why: 'no difference: a read that succeeds ends the retry itself',
    },
    {
      from: "state.phase().status === 'restoring'",
      to: 'true',
      why: 'no difference: once the first read is done, both ways look into storage once',
    },
    {
      from: 'looking',
      to: 'false',
      why: 'the refresh reads storage itself, under its lock',
    },
    {
      from: '!environment.hasWindow() || started === 0',
      to: 'false',
      why: 'no difference: without a window nothing is started',
    },
    {
      from: '!environment.hasWindow() || started === 0',
      to: '!environment.hasWindow() && started === 0',
      why: 'no difference: without a window nothing is started',
    },
    {
      from: 'started === 0',
      to: 'false',
      why: 'guarded twice: `start()` counts from zero again',
    },
    {
      from: '[]',
      to: '["Stryker was here"]',
      why: 'no difference: what has not been started cannot be stopped, and a start replaces it',
      line: 'unsubscribe = []',
    },
    {
      from: "{ return new CiamError( 'STORAGE', 'The browser blocks this storage: the session is kept in memory. Check site settings.', ) }",
      to: '{}',
      why: 'blocked storage is tried in a real browser: `test/tabs`, the stories',
    },
    {
      from: "'STORAGE'",
      to: '""',
      why: 'blocked storage is tried in a real browser: `test/tabs`, the stories',
    },
  ],
  'src/protocol/fields.ts': [
    {
      from: 'value !== null',
      to: 'true',
      why: 'no difference: null is given back either way',
    },
    {
      from: "{ return undefined // The parser's own error quotes the text, which may hold a token. }",
      to: '{}',
      why: 'no difference: a function without return gives undefined',
    },
  ],
  'src/protocol/replies.ts': [
    {
      from: 'value?.trim()',
      to: 'value',
      why: 'no difference: `Headers` trims',
    },
    {
      from: 'value?.trim',
      to: 'value.trim',
      why: 'no difference: the caller catches what null throws, and has null already',
    },
    {
      from: "''",
      to: '"Stryker was here!"',
      why: 'no difference: neither text is a number or a date',
    },
  ],
  'src/protocol/service-errors.ts': [
    {
      from: "''",
      to: '"Stryker was here!"',
      why: 'no difference: neither text has the form of a code',
    },
  ],
  'src/storage/web.ts': [
    {
      from: '{ return false }',
      to: '{}',
      why: 'no difference: undefined is as false',
    },
  ],
  'src/tabs/announce.ts': [
    {
      from: 'outlet?.postMessage',
      to: 'outlet.postMessage',
      why: 'no difference: the catch beside it takes what undefined throws',
    },
    {
      from: 'outlet?.close',
      to: 'outlet.close',
      why: 'no difference: where there is no outlet there is no channel, and the two are equal',
    },
    {
      from: '{ return undefined }',
      to: '{}',
      why: 'no difference: a function without return gives undefined',
    },
  ],
}
