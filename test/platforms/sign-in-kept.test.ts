import { expect, test } from 'vitest'
import { inboxSecrets } from '../../sync-server/platforms/secrets.ts'
import { world } from './world.ts'

const here = world()
const signIn = { provider: 'microsoft', refreshToken: 'first', at: 1_764_000_000_000 } as const

test('who has signed in is kept with the inbox, and so is each new refresh token, over a restart', async () => {
  const inbox = { ...(await here.connect('email')), publicOnly: true as const, signIn }
  const told: unknown[] = []
  const unwatch = here.secrets.watch(one => told.push(one))
  await here.secrets.connect(inbox)
  expect(await here.secrets.of(inbox.inbox)).toMatchObject({ publicOnly: true, signIn })
  await here.secrets.keepRefreshToken(inbox.inbox, signIn.at, 'second')
  const kept = { signIn: { ...signIn, refreshToken: 'second' } }
  expect(await here.secrets.of(inbox.inbox)).toMatchObject(kept)
  expect(await inboxSecrets(here.sql).of(inbox.inbox)).toMatchObject(kept)
  // Nothing is new but the token: its line goes on.
  expect(told).toHaveLength(1)
  unwatch()
})

test('a refresh token of a sign-in that was replaced is nobody’s any more', async () => {
  const inbox = { ...(await here.connect('email')), signIn }
  await here.secrets.connect(inbox)
  const again = { ...signIn, refreshToken: 'of another sign-in', at: signIn.at + 1 }
  await here.secrets.connect({ ...inbox, signIn: again })
  await here.secrets.keepRefreshToken(inbox.inbox, signIn.at, 'late')
  expect(await here.secrets.of(inbox.inbox)).toMatchObject({ signIn: again })
  const { signIn: _none, ...byPassword } = inbox
  await here.secrets.connect(byPassword)
  expect((await here.secrets.of(inbox.inbox))?.signIn).toBeUndefined()
})
