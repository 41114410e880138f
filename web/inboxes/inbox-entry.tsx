import { useState } from 'preact/hooks'
import type { Channel } from '../../shared/platforms/accounts.ts'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import type { Connected, InboxHealth } from '../../shared/protocol/inboxes.ts'
import type { InboxRow } from '../app/live.ts'
import { act } from '../app/shell/act.ts'
import { Hours } from '../app/shell/business-hours.tsx'
import { PlatformGlyph } from '../app/shell/platform-glyph.tsx'
import { NameField } from '../ui/name-field.tsx'
import { now } from '../ui/now.ts'
import { NewsOf } from './account-news.tsx'
import { AwayMessage } from './away-message.tsx'
import { Account } from './connect-form.tsx'
import { Copied } from '../ui/copied.tsx'
import { CourtesiesOf } from './courtesies-of.tsx'
import { healthWords, leftWords } from './health-words.ts'
import { Keeping } from './keeping.tsx'
import { Members } from './members.tsx'
import { paceWords } from './pace-words.ts'
import { TemplatesOf } from './templates-of.tsx'

type Props = {
  row: InboxRow
  health: InboxHealth | undefined
  signInWith: readonly string[]
  renewed(channel: Channel, connected: Connected): void
}

/** One inbox: how its wire is, and what an admin may set of it. */
export function InboxEntry({ row, health, signInWith, renewed }: Props) {
  const { inbox, name, platform } = row
  const strategy = strategyOf(platform ?? 'webchat')
  const shown = healthWords(health, {
    platform: strategy.name,
    stopped: row.stopped?.failure.reason ?? null,
    now: now.value
  })
  const pace = paceWords(strategy)
  const left = health ? leftWords(health, now.value) : null
  return (
    <section aria-label={name} data-inbox={inbox}>
      <h2>
        <PlatformGlyph platform={strategy.platform} /> <bdi>{name}</bdi>
      </h2>
      <p class="health" data-is={shown.is}>
        {shown.words}
      </p>
      {health?.templates?.fault && (
        <p class="health" data-is="ill">
          Its templates may be old. {health.templates.fault}
        </p>
      )}
      {health?.worries?.map(worry => (
        <p key={worry} class="health" data-is="ill">
          {worry}
        </p>
      ))}
      {row.stopped && (
        <button type="button" class="button" onClick={() => void act({ type: 'inbox.resume-sending', inbox })}>
          Try again
        </button>
      )}
      {left && <p class="hint">{left}</p>}
      {health !== undefined && health.letters > 0 && (
        <a class="link" href="/letters" data-in-app>
          {health.letters === 1 ? 'One letter nobody could read' : `${health.letters} letters nobody could read`}
        </a>
      )}
      <NewsOf news={health?.news ?? []} platform={strategy.name} />
      <details>
        <summary>Settings</summary>
        <NameField
          label="Name"
          name={name}
          most={60}
          rename={name => void act({ type: 'inbox.rename', inbox, name })}
        />
        <Members inbox={inbox} members={row.members} />
        {strategy.templates && <TemplatesOf row={row} health={health?.templates ?? null} />}
        {pace !== null && <p class="hint">{pace}</p>}
        <CourtesiesOf row={row} strategy={strategy} />
        <Hours
          inbox={inbox}
          hours={row.hours ?? null}
          label="It has business hours: outside of them nothing is given out, and no answer time runs"
        />
        <AwayMessage row={row} strategy={strategy} />
        <Keeping inbox={inbox} name={name} days={row.retentionDays} />
        <Wire row={row} strategy={strategy} health={health} signInWith={signInWith} renewed={renewed} />
      </details>
    </section>
  )
}

type WireProps = Props & { strategy: ReturnType<typeof strategyOf> }

/** Where the platform calls, where it does, and new secrets when the old ones were changed there. */
function Wire({ row: { inbox, name }, strategy, health, signInWith, renewed }: WireProps) {
  const [renewing, setRenewing] = useState(false)
  const channel = strategy.platform as Channel
  const isAsked = typeof health?.answers === 'boolean'
  if (!health?.address && !isAsked) return null
  return (
    <>
      {health.address && <Copied label={`Where ${strategy.name} calls`} text={health.address} />}
      {renewing ? (
        <Account
          channel={channel}
          inbox={inbox}
          name={name}
          signInWith={signInWith}
          done={(which, connected) => {
            setRenewing(false)
            renewed(which, connected)
          }}
          leave={() => setRenewing(false)}
        />
      ) : (
        <button type="button" class="button" onClick={() => setRenewing(true)}>
          Enter new secrets
        </button>
      )}
    </>
  )
}
