import { useState } from 'preact/hooks'
import { connection } from '../app/live.ts'
import { askCallKey } from './ask-automations.ts'

/** For whoever writes the program at the other end: how it knows that a call is ours. */
export function CallKey() {
  const [key, setKey] = useState<string | null>(null)
  const [trouble, setTrouble] = useState('')
  const online = connection.value.state === 'up-to-date'
  const show = async (how: 'shown' | 'new') => {
    setTrouble('')
    const answer = await askCallKey(how).catch(() => null)
    if (answer === null) setTrouble('The server cannot be reached. Try again.')
    else setKey(answer)
  }
  return (
    <section aria-label="How calls are signed">
      <h2>How calls are signed</h2>
      <p class="hint">
        Each call is a POST with the conversation as JSON, signed as standardwebhooks.com describes it. Its{' '}
        <code>webhook-id</code> stays the same when it is tried again.
      </p>
      {key !== null && (
        <p>
          <code class="key">{key}</code>
        </p>
      )}
      <p class="acts">
        {key === null ? (
          <button type="button" class="button" disabled={!online} onClick={() => void show('shown')}>
            Show the key
          </button>
        ) : (
          <button type="button" class="button" disabled={!online} onClick={() => void show('new')}>
            Make a new key
          </button>
        )}
      </p>
      <div role="status">
        {key !== null && <p class="hint">After a new key, the one of before is good for one more day.</p>}
        {!online && <p class="hint">The key is on the server: this needs a network.</p>}
        {trouble !== '' && <p class="wrong">{trouble}</p>}
      </div>
    </section>
  )
}
