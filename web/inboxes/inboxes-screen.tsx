import { useEffect, useState } from 'preact/hooks'
import type { Connected } from '../../shared/protocol/inboxes.ts'
import type { Channel } from '../../shared/platforms/accounts.ts'
import { connection, inboxes, me } from '../app/live.ts'
import { Empty } from '../ui/empty.tsx'
import { tellSignedIn } from './ask-inboxes.ts'
import { ConnectForm } from './connect-form.tsx'
import { InboxEntry } from './inbox-entry.tsx'
import { JustConnected } from './just-connected.tsx'
import { takeReturn } from './sign-in-with.tsx'
import { useWires } from './use-wires.ts'
import '../styles/inboxes.css'

/** The channels of the workspace: how each is, who works in it, and new ones. */
export function InboxesScreen() {
  const isAdmin = me.value?.role === 'admin'
  return (
    <div class="screen inboxes">
      <header class="head">
        <h1>Inboxes</h1>
      </header>
      {isAdmin ? <Desk /> : <Empty title="Only an admin of this workspace can look after its inboxes" />}
    </div>
  )
}

type Stage = null | 'connecting' | { readonly channel: Channel; readonly done: Connected }

function Desk() {
  void inboxes.revision.value
  const [stage, setStage] = useState<Stage>(null)
  const { wires, look } = useWires(stage !== null && stage !== 'connecting')
  const online = connection.value.state === 'up-to-date'
  const connected = [...inboxes.all.values()].toSorted((a, b) => a.name.localeCompare(b.name))
  const healthOf = (inbox: string) => wires?.inboxes.find(one => one.inbox === inbox)
  const done = (channel: Channel, answer: Connected) => {
    setStage({ channel, done: answer })
    void look()
  }
  const signInWith = wires?.signInWith ?? []
  const returning = useReturn(answer => done('email', answer))
  return (
    <>
      {returning !== null && (
        <p class={returning.isNo ? 'wrong' : 'hint'} role={returning.isNo ? 'alert' : 'status'}>
          {returning.words}
        </p>
      )}
      {stage === null && (
        <p class="acts">
          <button type="button" class="button primary" disabled={!online} onClick={() => setStage('connecting')}>
            Connect a channel
          </button>
          {!online && <span class="hint">This needs the server: it comes back when you are online.</span>}
        </p>
      )}
      {stage === 'connecting' && <ConnectForm signInWith={signInWith} done={done} leave={() => setStage(null)} />}
      {stage !== null && stage !== 'connecting' && (
        <JustConnected
          channel={stage.channel}
          connected={stage.done}
          health={healthOf(stage.done.inbox)}
          hasPublicAddress={wires?.hasPublicAddress ?? true}
          leave={() => setStage(null)}
        />
      )}
      {connected.map(row => (
        <InboxEntry key={row.inbox} row={row} health={healthOf(row.inbox)} signInWith={signInWith} renewed={done} />
      ))}
      {connected.length === 0 && stage === null && <Empty title="No channel is connected yet" />}
    </>
  )
}

type Returning = { readonly words: string; readonly isNo: boolean }

/** Somebody comes back from signing in to a mailbox: it is connected, or said why not. */
function useReturn(done: (answer: Connected) => void): Returning | null {
  const [shown, setShown] = useState<Returning | null>(null)
  useEffect(() => {
    const back = takeReturn()
    if (!back) return
    setShown({ words: 'The mailbox is tried…', isNo: false })
    tellSignedIn(back).then(
      answer => {
        setShown('sentence' in answer ? { words: answer.sentence, isNo: true } : null)
        if (!('sentence' in answer)) done(answer)
      },
      () =>
        setShown({
          words: 'The server did not answer. Look first whether it stands among your inboxes by now.',
          isNo: true
        })
    )
  }, [])
  return shown
}
