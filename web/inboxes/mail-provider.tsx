import { useId } from 'preact/hooks'
import { mailProviders, providerOf, type MailProvider } from '../../shared/platforms/mail-providers.ts'

type Given = Readonly<Record<string, string>>

/** What is given, and the servers with it where they follow from the address. What somebody has typed stays. */
export function withServers(given: Given): Given {
  const provider = providerOf(given['account'] ?? '')
  const { incoming = '', outgoing = '' } = given
  const isTyped = (incoming !== '' || outgoing !== '') && !providerAt(incoming)
  return provider && !isTyped ? { ...given, ...choiceOf(provider) } : given
}

/** The servers that go with it may be changed by hand; who runs the mailbox stays. */
function choiceOf({ id, incoming, outgoing }: MailProvider): Given {
  return { provider: id, incoming, outgoing }
}

const providerAt = (incoming: string) => mailProviders.find(one => one.incoming === incoming.trim().toLowerCase())

/** Who runs the mailbox: of an address at a domain of one's own that follows from nothing. */
export function MailProviderOf({ given, fill }: { given: Given; fill(given: Given): void }) {
  const id = useId()
  const provider = mailProviders.find(one => one.id === given['provider'])
  const choose = (which: string) => {
    const chosen = mailProviders.find(one => one.id === which)
    fill({ ...given, ...(chosen ? choiceOf(chosen) : { provider: '', incoming: '', outgoing: '' }) })
  }
  return (
    <div class="field">
      <label for={id}>Who runs the mailbox</label>
      <select
        id={id}
        class="input"
        value={provider?.id ?? ''}
        aria-describedby={`${id}-more`}
        onChange={event => choose(event.currentTarget.value)}
      >
        <option value="">Somebody else</option>
        {mailProviders.map(one => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </select>
      <span id={`${id}-more`} class="hint" role="status">
        {provider?.hint ?? 'It says which its servers are, under IMAP and SMTP.'}
      </span>
    </div>
  )
}
