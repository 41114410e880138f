import type { Identity } from '../../log/db.ts'
import { get, put, type Script } from './script.ts'

export function* identify(client: string): Script<void> {
  const known = yield* get('identity', 'client')
  if (!known) yield* put('identity', [{ key: 'client', client, lastN: 0 }])
}

export function* identityHere(): Script<Identity> {
  const identity = yield* get('identity', 'client')
  if (!identity) throw new Error('the outbox has lost its client id')
  return identity
}
