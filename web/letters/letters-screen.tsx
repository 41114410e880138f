import { MailCheck } from 'lucide-preact'
import { useEffect, useState } from 'preact/hooks'
import type { Letter } from '../../shared/protocol/letters.ts'
import { connection, me } from '../app/live.ts'
import { Empty } from '../ui/empty.tsx'
import { toast } from '../ui/toast.ts'
import { askDiscard, askLetters, askReadAgain } from './ask-letters.ts'
import { LetterEntry } from './letter-entry.tsx'

type Kept = { readonly letters: readonly Letter[]; readonly count: number }
type Shown = 'asking' | 'unreachable' | Kept

/** What a platform said and nobody could read: kept, shown, and read once more when there is hope. Only with a network. */
export function LettersScreen() {
  const [shown, show] = useState<Shown>('asking')
  const online = connection.value.state === 'up-to-date'
  const admin = me.value?.role === 'admin'
  const look = async () => show(await askLetters().catch(() => 'unreachable' as const))
  useEffect(() => {
    if (admin && online) void look()
  }, [admin, online])

  return (
    <div class="screen letters">
      <header class="head">
        <h1>Letters nobody could read</h1>
        {typeof shown !== 'string' && <span class="total">{shown.count}</span>}
      </header>
      {!admin && <Empty title="Only an admin of this workspace can see these" />}
      {admin && shown === 'asking' && <Empty title={online ? 'Asking the server' : 'These are only on the server'} />}
      {admin && shown === 'unreachable' && (
        <Empty title="The server cannot be reached">
          <button type="button" class="button" onClick={() => void look()}>
            Ask again
          </button>
        </Empty>
      )}
      {typeof shown !== 'string' && shown.count === 0 && (
        <Empty picture={<MailCheck size={40} strokeWidth={1} />} title="Everything could be read">
          <p>What a platform says and this version does not understand is kept here. No customer’s words are lost.</p>
        </Empty>
      )}
      {typeof shown !== 'string' && shown.count > 0 && <Letters letters={shown.letters} look={look} />}
    </div>
  )
}

function Letters({ letters, look }: { letters: readonly Letter[]; look(): Promise<void> }) {
  const [busy, setBusy] = useState(false)
  const again = letters.filter(letter => letter.again)
  const work = async (task: () => Promise<string | null>) => {
    setBusy(true)
    const said = await task().catch(() => 'The server cannot be reached. What was not done yet is as it was.')
    if (said !== null) toast(said)
    await look()
    setBusy(false)
  }
  return (
    <section aria-label="Letters">
      <p class="acts">
        <button
          type="button"
          class="button primary"
          disabled={busy || again.length === 0}
          onClick={() => void work(() => readEach(again))}
        >
          Try all again
        </button>
      </p>
      <ul class="entries">
        {letters.map(letter => (
          <LetterEntry
            key={`${letter.inbox} ${letter.digest}`}
            letter={letter}
            busy={busy}
            readAgain={() => void work(() => readEach([letter]))}
            discard={() => work(() => askDiscard(letter).then(() => null))}
          />
        ))}
      </ul>
    </section>
  )
}

/** The first that came first, as they would have been read in the first place. */
async function readEach(letters: readonly Letter[]): Promise<string> {
  let read = 0
  for (const letter of letters.toReversed()) {
    const answer = await askReadAgain(letter)
    if (answer === null || answer.read) read += 1
  }
  const left = letters.length - read
  if (left === 0) return read === 1 ? 'It was read, and is in its conversation.' : `All ${read} were read.`
  return letters.length === 1 ? 'It still cannot be read.' : `${read} were read. ${left} still cannot be.`
}
