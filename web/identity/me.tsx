import {
  Cable,
  ChevronRight,
  FileClock,
  LogOut,
  MailWarning,
  MessageSquareQuote,
  Split,
  Users,
  Workflow,
  Zap,
  type LucideIcon
} from 'lucide-preact'
import { useState } from 'preact/hooks'
import { me } from '../app/live.ts'
import { signOut, unsent } from '../app/sign-in-and-out.ts'
import { preferences } from '../app/shell/preferences.ts'
import { NarrowChips } from '../app/shell/narrow-chips.tsx'
import { overlay } from '../app/shell/shell-keys.ts'
import { act } from '../app/shell/act.ts'
import { Avatar } from '../ui/avatar.tsx'
import { NameField } from '../ui/name-field.tsx'
import { Segments } from '../ui/segments.tsx'
import { Availability } from './availability.tsx'
import { ChangePassword } from './change-password.tsx'
import { Install } from './install.tsx'
import { SignOutSheet, type Unsent } from './sign-out-sheet.tsx'
import { StorageInfo } from './storage-info.tsx'

/** Who I am, how this device shows things, and the way out. */
export function Me() {
  const self = me.value
  const [leaving, setLeaving] = useState<Unsent | null>(null)
  if (!self) return null
  const leave = async () => {
    const left = await unsent()
    if (left.commands + left.drafts > 0) setLeaving(left)
    else await signOut({ forgetUnsent: false })
  }
  return (
    <div class="screen me">
      <header class="head">
        <h1>Me</h1>
        <NarrowChips />
      </header>
      <section class="card-of" aria-label="You">
        <Avatar name={self.name} of={self.agent} />
        <NameField
          label="Your name, as colleagues see it"
          name={self.name}
          most={80}
          autocomplete="name"
          rename={name => void act({ type: 'agent.rename', agent: self.agent, name })}
        >
          <span class="hint">
            {self.role.charAt(0).toUpperCase() + self.role.slice(1)} in <bdi>{self.tenantName}</bdi>
          </span>
        </NameField>
      </section>
      <Availability self={self.agent} />
      {self.role !== 'agent' && <Workspace isAdmin={self.role === 'admin'} />}
      <Looks />
      <ChangePassword />
      <section aria-label="This device">
        <h2>This device</h2>
        <Install />
        <StorageInfo />
        <button type="button" class="button danger sign-out" onClick={() => void leave()}>
          <LogOut class="small turns" />
          Sign out
        </button>
      </section>
      {leaving && <SignOutSheet left={leaving} close={() => setLeaving(null)} />}
    </div>
  )
}

/** What an admin looks after, and some of it a supervisor. */
function Workspace({ isAdmin }: { isAdmin: boolean }) {
  return (
    <section aria-label="The workspace">
      <h2>The workspace</h2>
      <div class="ways">
        <Way to="/routing" icon={Split} name="Who gets new conversations" />
        <Way to="/phrases" icon={MessageSquareQuote} name="Saved replies" />
        {isAdmin && (
          <>
            <Way to="/people" icon={Users} name="People" />
            <Way to="/inboxes" icon={Cable} name="Inboxes" />
            <Way to="/letters" icon={MailWarning} name="Letters nobody could read" />
            <Way to="/history" icon={FileClock} name="Bring your history" />
            <Way to="/workflows" icon={Workflow} name="Workflows" />
            <Way to="/automations" icon={Zap} name="Automations and macros" />
          </>
        )}
      </div>
    </section>
  )
}

function Way({ to, icon: Icon, name }: { to: string; icon: LucideIcon; name: string }) {
  return (
    <a href={to} data-in-app>
      <Icon />
      {name}
      <ChevronRight class="small turns" />
    </a>
  )
}

function Looks() {
  const { theme, text, list, singleKeys } = preferences
  return (
    <section aria-label="Look and keys">
      <h2>Look and keys</h2>
      <Segments
        label="Paper"
        choices={[
          ['auto', 'As the device'],
          ['light', 'Light'],
          ['dark', 'Dark']
        ]}
        chosen={theme.value.value}
        choose={theme.choose}
      />
      <Segments
        label="Text"
        choices={[
          ['normal', 'Normal'],
          ['large', 'Large'],
          ['larger', 'Larger']
        ]}
        chosen={text.value.value}
        choose={text.choose}
      />
      <Segments
        label="List"
        choices={[
          ['roomy', 'Roomy'],
          ['compact', 'Compact']
        ]}
        chosen={list.value.value}
        choose={list.choose}
      />
      <label class="switch">
        <input
          type="checkbox"
          checked={singleKeys.value.value === 'on'}
          onChange={event => singleKeys.choose(event.currentTarget.checked ? 'on' : 'off')}
        />
        <span>
          Single-key shortcuts{' '}
          <button
            type="button"
            class="link"
            onClick={() => {
              overlay.value = 'keys'
            }}
          >
            Show all keys
          </button>
        </span>
      </label>
    </section>
  )
}
