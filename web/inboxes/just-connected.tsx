import { Check, Loader } from 'lucide-preact'
import type { Channel } from '../../shared/platforms/accounts.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import type { Connected, InboxHealth } from '../../shared/protocol/inboxes.ts'
import { Copied } from '../ui/copied.tsx'
import { stepsFor } from './steps-words.ts'

type Props = {
  channel: Channel
  connected: Connected
  health: InboxHealth | undefined
  hasPublicAddress: boolean
  leave(): void
}

/** What to enter where, and then the moment for which all of it was done: the platform calls. */
export function JustConnected({ channel, connected, health, hasPublicAddress, leave }: Props) {
  const { name } = strategyOf(channel)
  const { inbox, agreed, announced, notAnnounced, notAsked, result } = connected
  const steps = stepsFor(channel, announced)
  return (
    <section aria-label={`${name} is connected`} class="connect">
      <h2>{result === 'connected' ? `${name} is connected` : `${name} has its new secrets`}</h2>
      {health?.address && !(announced && channel === 'telegram') && (
        <Copied label="The address" text={health.address} />
      )}
      {agreed !== null && <Copied label="The verify token. It is not shown again" text={agreed} />}
      {channel === 'webchat' && (
        <Copied
          label="The page your customers write on"
          text={`${location.origin}/chat/${encodeURIComponent(inbox)}`}
        />
      )}
      {notAsked && <p class="warning">{notAsked}</p>}
      {notAnnounced !== null && <p class="warning">{notAnnounced}</p>}
      {health?.address && !hasPublicAddress && notAnnounced === null && (
        <p class="warning">
          {name} calls only over https. Whoever runs this server has to tell it how the world sees it, with
          PUBLIC_ORIGIN.
        </p>
      )}
      <ol class="steps">
        {steps.map(step => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {health?.address && <FirstCall is={health.heardAt !== null} words={callWords(name, health)} />}
      {health && typeof health.answers === 'boolean' && (
        <FirstCall is={health.answers && health.fault === null} words={mailboxWords(health)} />
      )}
      <p class="acts">
        <button type="button" class="button primary" onClick={leave}>
          Done
        </button>
      </p>
    </section>
  )
}

function FirstCall({ is, words }: { is: boolean; words: string }) {
  return (
    <p class="first-call" role="status" data-heard={is}>
      {is ? <Check class="small" /> : <Loader class="small" />}
      {words}
    </p>
  )
}

function callWords(name: string, { heardAt, provedAt }: InboxHealth): string {
  if (heardAt !== null) return `${name} has called: it works.`
  return provedAt === null
    ? `Waiting for the first call of ${name}…`
    : `${name} knows the address. Waiting for the first message…`
}

function mailboxWords({ answers, fault }: InboxHealth): string {
  if (fault !== null) return `The mailbox does not answer: ${fault}`
  return answers ? 'The mailbox answers: it works.' : 'Waiting for the mailbox to answer…'
}
