import { useState } from 'preact/hooks'
import { formOfAdmin, type Channel } from '../../shared/platforms/accounts.ts'
import { strategies, strategyOf } from '../../shared/platforms/strategies.ts'
import type { Connected } from '../../shared/protocol/inboxes.ts'
import { PlatformGlyph } from '../app/shell/platform-glyph.tsx'
import { Submit } from '../ui/submit.tsx'
import { askToConnect } from './ask-inboxes.ts'
import { AccountFields } from './account-fields.tsx'
import { MailProviderOf, withServers } from './mail-provider.tsx'
import { SignInWith } from './sign-in-with.tsx'

type Props = {
  /** With whom one can sign in to a mailbox. */
  signInWith: readonly string[]
  done(channel: Channel, connected: Connected): void
  leave(): void
}

/** First which platform, then what it takes. */
export function ConnectForm({ signInWith, done, leave }: Props) {
  const [channel, setChannel] = useState<Channel | null>(null)
  return (
    <section aria-label="Connect a channel" class="connect">
      <h2>Connect a channel</h2>
      <fieldset class="channels">
        <legend>Where do your customers write?</legend>
        {strategies.map(({ platform, name }) => (
          <label key={platform}>
            <input
              type="radio"
              name="channel"
              checked={channel === platform}
              onChange={() => setChannel(platform as Channel)}
            />
            <PlatformGlyph platform={platform} />
            {name}
          </label>
        ))}
      </fieldset>
      {channel === null && <Leave leave={leave} />}
      {channel !== null && (
        <Account
          key={channel}
          channel={channel}
          inbox={null}
          name={strategyOf(channel).name}
          signInWith={signInWith}
          done={done}
          leave={leave}
        />
      )}
    </section>
  )
}

type AccountProps = Props & { channel: Channel; inbox: string | null; name: string }

/** What has to be pasted. `inbox`: it is connected already, and gets new secrets; `null`: a new one. */
export function Account({ channel, inbox, name: usual, signInWith, done, leave }: AccountProps) {
  const [given, setGiven] = useState<Readonly<Record<string, string>>>({})
  const [name, setName] = useState(usual)
  const [wrong, setWrong] = useState<{ field: string | undefined; sentence: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const fill = (all: Readonly<Record<string, string>>) => {
    setGiven(all)
    setWrong(null)
  }
  const submit = async () => {
    setBusy(true)
    setWrong(null)
    try {
      const answer = await askToConnect({ inbox, platform: channel, name: name.trim(), given })
      if ('sentence' in answer) setWrong({ field: answer.field, sentence: answer.sentence })
      else done(channel, answer)
    } catch {
      setWrong({
        field: undefined,
        sentence: 'The server did not answer. Look first whether it stands among your inboxes by now.'
      })
    }
    setBusy(false)
  }
  return (
    <form
      class="account"
      onSubmit={event => {
        event.preventDefault()
        void submit()
      }}
    >
      <AccountFields
        fields={formOfAdmin(channel).fields.filter(field => !field.agreed)}
        afterFirst={
          channel === 'email' && (
            <>
              <MailProviderOf given={given} fill={fill} />
              <SignInWith offered={signInWith} inbox={inbox} name={name} given={given} busy={busy} refused={setWrong} />
            </>
          )
        }
        name={inbox === null ? name : null}
        setName={setName}
        given={given}
        set={(field, value) => {
          const now = { ...given, [field]: value }
          fill(channel === 'email' && field === 'account' ? withServers(now) : now)
        }}
        wrong={wrong}
      />
      {wrong !== null && wrong.field === undefined && (
        <p class="wrong" role="alert">
          {wrong.sentence}
        </p>
      )}
      <p class="acts">
        <Submit
          asking={busy}
          words={inbox === null ? 'Connect' : 'Renew'}
          waiting="One moment…"
          disabled={name.trim() === ''}
        />
        <button type="button" class="button quiet" disabled={busy} onClick={leave}>
          Leave it
        </button>
      </p>
    </form>
  )
}

function Leave({ leave }: Pick<Props, 'leave'>) {
  return (
    <p class="acts">
      <button type="button" class="button quiet" onClick={leave}>
        Leave it
      </button>
    </p>
  )
}
