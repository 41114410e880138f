import {
  CircleCheck,
  Clock3,
  Inbox,
  Layers,
  Search,
  SendHorizontal,
  SquareKanban,
  UserRound,
  UserRoundX
} from 'lucide-preact'
import type { ListView } from '../../../shared/conversations/thread.ts'
import { figureOf, unreadOfMine } from '../../conversations/lists.ts'
import { connection, me, outbox } from '../live.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { ConnectionChip } from './connection-chip.tsx'
import { Mark } from './mark.tsx'
import { pathOf, route, views, type Route } from './route.ts'
import { UpdateChip } from './update-chip.tsx'
import { words } from './words.ts'

const icons: Record<ListView, typeof Inbox> = {
  mine: Inbox,
  unassigned: UserRoundX,
  all: Layers,
  snoozed: Clock3,
  resolved: CircleCheck
}

/** The rail on a desk, the bar at the thumb on a phone: one list of links, told apart by CSS alone. */
export function Nav() {
  const at = route.value
  const unsent = outbox.value.length
  return (
    <nav class="nav" aria-label={words.nav}>
      <p class="workspace" title={me.value?.tenantName}>
        <Mark />
        <span dir="auto">{me.value?.tenantName}</span>
      </p>
      <ul class="wide-only">
        {views.map(view => (
          <NavLink
            key={view}
            to={{ screen: 'inbox', view, conversation: null }}
            here={at.screen === 'inbox' && at.view === view}
            icon={icons[view]}
            name={words.views[view]}
            figure={figureOf(view)}
          />
        ))}
      </ul>
      <ul>
        <NavLink
          class="narrow-only"
          to={{ screen: 'inbox', view: at.screen === 'inbox' ? at.view : 'mine', conversation: null }}
          here={at.screen === 'inbox'}
          icon={Inbox}
          name={words.inbox}
          figure={unreadOfMine.value}
          loud
        />
        <NavLink
          to={{ screen: 'board', workflow: null, conversation: null, mine: false, label: null }}
          here={at.screen === 'board'}
          icon={SquareKanban}
          name={words.board}
        />
        <NavLink to={{ screen: 'search', query: '' }} here={at.screen === 'search'} icon={Search} name={words.search} />
        <NavLink
          to={{ screen: 'outbox' }}
          here={at.screen === 'outbox'}
          icon={SendHorizontal}
          name={words.outbox}
          figure={unsent}
          loud={connection.value.state === 'offline' || outbox.value.some(entry => entry.state === 'refused')}
        />
        <NavLink class="narrow-only" to={{ screen: 'me' }} here={at.screen === 'me'} icon={UserRound} name={words.me} />
      </ul>
      <div class="foot">
        <UpdateChip />
        <ConnectionChip />
        <a class="self" href="/me" data-in-app aria-current={at.screen === 'me' ? 'page' : undefined}>
          <Avatar name={me.value?.name ?? ''} of={me.value?.agent ?? ''} />
          <span class="name" dir="auto">
            {me.value?.name}
          </span>
          <span class="unseen">{words.me}</span>
        </a>
      </div>
    </nav>
  )
}

type LinkProps = {
  to: Route
  here: boolean
  icon: typeof Inbox
  name: string
  figure?: number
  loud?: boolean
  class?: string
}

function NavLink({ to, here, icon: Icon, name, figure = 0, loud = false, class: look }: LinkProps) {
  return (
    <li class={look}>
      <a href={pathOf(to)} data-in-app aria-current={here ? 'page' : undefined}>
        <Icon />
        <span class="name">{name}</span>
        {figure > 0 && (
          <span class={loud ? 'figure loud figures' : 'figure figures'}>
            <span class="unseen">, </span>
            {figure > 999 ? '999+' : figure}
          </span>
        )}
      </a>
    </li>
  )
}
