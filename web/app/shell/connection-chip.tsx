import { CloudOff, CloudUpload, CloudCheck, RefreshCw, TriangleAlert } from 'lucide-preact'
import { connection, outbox, storageTrouble } from '../live.ts'
import { chipWords } from './words.ts'

/** A quiet chip that says how things stand, and leads to what waits. */
export function ConnectionChip() {
  const so = connection.value
  const refused = outbox.value.filter(entry => entry.state === 'refused').length
  const trouble = storageTrouble.value
  const look = trouble || refused ? 'bad' : so.state === 'offline' ? 'away' : so.waiting > 0 ? 'busy' : 'well'
  const text = chipWords(so, { refused, trouble: trouble !== null })
  return (
    <a class={`chip connection ${look}`} href="/outbox" data-in-app data-connection={so.state} title={text}>
      {look === 'bad' ? (
        <TriangleAlert class="small" />
      ) : so.state === 'offline' ? (
        <CloudOff class="small" />
      ) : so.waiting > 0 ? (
        <CloudUpload class="small" />
      ) : so.state === 'up-to-date' ? (
        <CloudCheck class="small" />
      ) : (
        <RefreshCw class="small" />
      )}
      <span class="figures" role="status">
        {text}
      </span>
    </a>
  )
}
