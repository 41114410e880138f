import { fileOf } from '../../shared/conversations/file-of.ts'
import { bringAgain } from '../app/dispatch.ts'
import { isConnected } from '../app/is-connected.ts'
import { connection, outbox, upload, type Upload } from '../app/live.ts'
import { sizeWords } from '../ui/size-words.ts'
import { takeBack } from './take-back.ts'
import { words } from './words.ts'

/** How far the file of a reply that has not gone has come on its way to the server. `id`: of the command. */
export function Bringing({ id, mayCancel = false }: { id: string; mayCancel?: boolean }) {
  const entry = outbox.value.find(one => one.id === id)
  const key = entry && fileOf(entry.command)
  const under = upload.value
  const isOnline = isConnected(connection.value.state)
  // It is there, and its reply is about to go.
  if (!entry || !key || entry.state !== 'waiting' || (isOnline && !under)) return null
  const mine = isOnline && under?.conversation === key[0] && under.file === key[1] ? under : null
  const goes = mine?.again === null ? mine : null
  return (
    <div class="bringing">
      {goes && <progress max={goes.bytes} value={goes.sent} aria-label={`${entry.words}: on its way to the server`} />}
      <p>
        {/* A voice that counts along would say nothing else: who wants to know how far it is asks the bar. */}
        {goes && <span class="figures">{`${sizeWords(goes.sent)} of ${sizeWords(goes.bytes)}`}</span>}
        <span role="status">{goes ? '' : mine?.again ? againWords[mine.again] : isOnline ? itsTurn : offline}</span>
        {mine?.again && (
          <button type="button" class="link" onClick={bringAgain}>
            {words.retry}
          </button>
        )}
        {mayCancel && (
          <button type="button" class="link" onClick={() => void takeBack(entry)}>
            {words.cancel}
          </button>
        )}
      </p>
    </div>
  )
}

const itsTurn = 'The file waits for those before it.'
const offline = 'The file waits for the network.'

const againWords: Record<NonNullable<Upload['again']>, string> = {
  unreachable: 'The file could not be brought: the server cannot be reached.',
  'not-now': 'The file could not be brought: the server cannot take it now.',
  'no-room': 'The file could not be brought: the server has no room for it. Whoever runs it has to make some.',
  'signed-out': 'The file could not be brought: you are signed out.'
}
