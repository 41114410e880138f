import { MailCheck } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { cards, connection, contacts, outbox, threads, workflows, type OutboxEntry } from '../app/live.ts'
import { discardRefused, withdraw } from '../app/dispatch.ts'
import { follow } from '../app/shell/act.ts'
import { pathOf } from '../app/shell/route.ts'
import { connectionWords } from '../app/shell/words.ts'
import { contactName } from '../app/shell/contact-name.ts'
import { commandWords, notDone } from '../app/shell/command-words.ts'
import { refusalSentence } from '../conversations/refusal-sentence.ts'
import { takeUpPhrase } from '../phrases/take-up.ts'
import { takeUpPolicy } from '../routing/take-up.ts'
import { boardCalled } from '../workflow/called.ts'
import { takeUp } from '../workflow/edit/take-up.ts'
import { redoOf } from '../workflow/redo.ts'
import { takeUpAutomation } from '../automation/take-up.ts'
import { Bringing } from '../conversations/bringing.tsx'
import { PutAway } from '../conversations/put-away.tsx'
import { takeBack } from '../conversations/take-back.ts'
import { nameOf } from '../app/shell/agent-name.ts'
import { Answers } from './answers.tsx'
import { Empty } from '../ui/empty.tsx'
import { now } from '../ui/now.ts'
import { clock, fullWhen, shortWhen } from '../ui/time-words.ts'
import { toast } from '../ui/toast.ts'

/** What is still only on this device, in the order in which it will go, and what the server would not do. */
export function OutboxScreen() {
  // What an entry is about may be called otherwise while it is looked at.
  void [cards.revision.value, contacts.revision.value, workflows.revision.value]
  const refused = outbox.value.filter(entry => entry.state === 'refused')
  const waiting = outbox.value.filter(entry => entry.state !== 'refused')
  return (
    <div class="screen">
      <header class="head">
        <h1>Outbox</h1>
        <span class="total">{connectionWords(connection.value)}</span>
      </header>
      {outbox.value.length === 0 && (
        <Empty picture={<MailCheck size={40} strokeWidth={1} />} title="Everything has reached the server">
          <p>What you do without a network waits here, and goes by itself when it is back.</p>
        </Empty>
      )}
      {refused.length > 0 && (
        <section aria-label="Not done">
          <h2>Not done</h2>
          <ul class="entries">
            {refused.map(entry => (
              <Refused key={entry.id} entry={entry} />
            ))}
          </ul>
        </section>
      )}
      {waiting.length > 0 && (
        <section aria-label="Waiting to go">
          <h2>Waiting to go, in this order</h2>
          <ol class="entries">
            {waiting.map(entry => (
              <Waiting key={entry.id} entry={entry} />
            ))}
          </ol>
        </section>
      )}
    </div>
  )
}

/** What is edited as a whole is a draft again, instead of being done over. */
const takeUps: Readonly<Record<string, (entry: OutboxEntry) => Promise<void>>> = {
  'workflow.publish': takeUp,
  'inbox.set-routing': takeUpPolicy,
  'automation.publish': takeUpAutomation,
  'phrase.save': takeUpPhrase
}

function Refused({ entry }: { entry: OutboxEntry }) {
  const again = takeUps[entry.command.type]
  const redo = entry.refusal && redoOf(entry.command, entry.refusal)
  return (
    <li class="entry" data-state="refused">
      <Head entry={entry} />
      <Answers entry={entry} />
      <Body entry={entry} />
      <p class="why red">
        <b>{notDone(entry.command)}</b> {entry.refusal && refusalSentence(entry.refusal, toldOf(entry))}
      </p>
      <div class="acts">
        {entry.words && entry.conversation && (
          <button type="button" class="button" onClick={() => void takeBack(entry)}>
            Put back into the composer
          </button>
        )}
        {redo && (
          <button type="button" class="button" onClick={() => follow({ redo, instead: entry.id })}>
            {redo.name}
          </button>
        )}
        {again && (
          <button type="button" class="button" onClick={() => void again(entry)}>
            Edit it again
          </button>
        )}
        <PutAway words="Discard" again="Discard it" entry={entry} act={() => discardRefused(entry.id)} />
      </div>
    </li>
  )
}

function Waiting({ entry }: { entry: OutboxEntry }) {
  const takeOut = async () => {
    if (!(await withdraw(entry.id))) toast('It has just gone, so it cannot be taken back.')
  }
  return (
    <li class="entry" data-state={entry.state}>
      <Head entry={entry} />
      <Answers entry={entry} />
      <Body entry={entry} />
      {entry.doubt && <p class="why amber">It may not be done. {refusalSentence(entry.doubt, toldOf(entry))}</p>}
      <Bringing id={entry.id} />
      {entry.state === 'waiting' && (
        <div class="acts">
          {entry.words && entry.conversation && (
            <button type="button" class="button" onClick={() => void takeBack(entry)}>
              Edit
            </button>
          )}
          <PutAway words="Withdraw" again="Withdraw it" entry={entry} act={takeOut} />
        </div>
      )}
    </li>
  )
}

const aBoard = { screen: 'board', conversation: null, mine: false, label: null } as const

function toldOf({ command }: OutboxEntry) {
  return { now: now.value, nameOf, workflow: 'workflow' in command ? command.workflow : undefined }
}

function Head({ entry }: { entry: OutboxEntry }): ComponentChildren {
  const { command, conversation } = entry
  const row = conversation === null ? undefined : threads.get(conversation)
  const day = shortWhen(entry.at, now.value)
  return (
    <p class="entry-head">
      <b dir="auto">{commandWords(command, { now: now.value, nameOf })}</b>
      {row && conversation !== null && (
        <a href={pathOf({ screen: 'inbox', view: 'all', conversation })} data-in-app>
          <bdi>{contactName(row.contact)}</bdi>
        </a>
      )}
      {'card' in command && (
        <a href={pathOf({ ...aBoard, workflow: command.workflow })} data-in-app>
          <bdi>{boardCalled(command.workflow)}</bdi>
        </a>
      )}
      {entry.state === 'sending' && <span class="state">on its way</span>}
      <time title={fullWhen(entry.at)}>{day === clock(entry.at) ? day : `${day} ${clock(entry.at)}`}</time>
    </p>
  )
}

function Body({ entry }: { entry: OutboxEntry }) {
  if (!entry.words) return null
  return (
    <p class="words" dir="auto">
      {entry.words}
    </p>
  )
}
