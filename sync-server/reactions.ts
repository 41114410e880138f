import type { Logger } from 'pino'
import type { Actors } from './actors/actors.ts'
import type { ContactHandles } from './contacts/handles.ts'
import type { ContactLinks } from './contacts/links.ts'
import type { Threads } from './conversations/threads.ts'
import { whenCustomerWritesAfterHours } from './conversations/when-customer-writes-after-hours.ts'
import { wakeWhenSnoozeEnds } from './conversations/when-snooze-ends.ts'
import { whenSomebodyHasLeft } from './conversations/when-somebody-has-left.ts'
import type { ErasingParts } from './erasing/erase-person.ts'
import { whenContactErased } from './erasing/when-contact-erased.ts'
import type { Log } from './log/log.ts'
import type { Files } from './media/files.ts'
import { startClearing } from './media/clearing.ts'
import { startFetching } from './media/fetching.ts'
import { startSending, type SendingParts } from './platforms/sender.ts'
import type { Roster } from './identity/roster.ts'
import type { Routing } from './routing/start-routing.ts'
import { openClocks } from './sla/clocks.ts'
import { whenTargetIsMissed } from './sla/when-target-is-missed.ts'
import type { Sql } from './db/sql.ts'
import type { Cards } from './workflow/cards.ts'
import { startAutomations } from './automation/automations.ts'
import { whenCustomerWrites } from './workflow/when-customer-writes.ts'

export type ReactionParts = {
  readonly sql: Sql
  readonly actors: Actors
  readonly log: Log
  readonly roster: Roster
  readonly cards: Cards
  readonly threads: Threads
  readonly routing: Routing
  readonly handles: ContactHandles
  readonly links: ContactLinks
  readonly erasing: ErasingParts
  readonly sending: SendingParts
  readonly files: Files
  /** Counts what was brought and never sent. */
  readonly filesCleared: () => void
  /** Origins within the operator's own net that automations may call. */
  readonly callsTo: readonly string[]
  readonly logger: Logger
}

type Reaction = { stop(): Promise<void> }

/** What follows from what, without anybody asking. Each goes on where it stood when the server last ran. */
const choreography: readonly {
  readonly when: string
  readonly follows: string
  readonly start: (parts: ReactionParts) => Reaction | Promise<Reaction>
}[] = [
  {
    when: 'anything happens to a conversation',
    follows: 'its row in `thread` is drawn again',
    start: ({ threads }) => threads
  },
  {
    when: 'anything happens to a card',
    follows: 'its row in `card` is drawn again',
    start({ cards }) {
      cards.start()
      return cards
    }
  },
  {
    when: 'a customer writes',
    follows: 'card.place in the workflows that take their inbox, or card.come-back where their card is closed',
    start: ({ actors, roster, log }) => whenCustomerWrites({ actors, roster, streams: log.streams }, log.follow)
  },
  {
    when: 'anything happens that routing depends on, or the time comes that it waits for',
    follows: 'conversation.route for whoever waits and somebody may take, the longest-waiting first',
    start: ({ routing }) => routing
  },
  {
    when: 'somebody left, or does not work in an inbox any more that nobody routes, or what was theirs is opened again',
    follows: 'conversation.unassign',
    start: ({ actors, roster, threads, log }) => whenSomebodyHasLeft({ actors, roster, threads, follow: log.follow })
  },
  {
    when: 'something happens that an automation waits for, or its time comes',
    follows: 'what the automation says, where its conditions hold, once; and why it did so, or did not',
    start: ({ sql, actors, log, roster, callsTo, logger }) =>
      startAutomations({
        sql,
        actors,
        log,
        roster,
        callsTo,
        report: error => logger.error({ err: error }, 'automations could not look at the clock, or call')
      })
  },
  {
    when: 'a customer writes while their inbox is closed, which has an away message',
    follows: 'conversation.say-away, once until it opens',
    start: ({ sql, actors, log }) => whenCustomerWritesAfterHours({ sql, actors, follow: log.follow })
  },
  {
    when: 'a contact is met, or a handle of theirs is learned',
    follows: 'whoever writes from that handle is known to be them',
    start: ({ log, handles }) => log.follow.follower('contact-handles', handles.learn)
  },
  {
    when: 'contact.merged, contact.unmerged',
    follows: 'its row in `contact_link` is drawn again',
    start({ links }) {
      links.start()
      return links
    }
  },
  {
    when: 'contact.erased',
    follows:
      'contact.erase for each part of the same person, conversation.erase and card.erase for each of theirs, and what stands of them beside the log is cleared away',
    start: ({ erasing, threads, log }) => whenContactErased(erasing, threads, log.follow)
  },
  {
    when: 'the time has come until which a conversation was snoozed',
    follows: 'conversation.wake',
    start: ({ threads, actors, logger }) => wakeWhenSnoozeEnds(threads, actors, logger)
  },
  {
    when: 'a customer has waited nearly as long as they should, or longer',
    follows: 'conversation.warn-of-sla, conversation.miss-sla',
    start: ({ sql, actors, roster, log, logger }) =>
      whenTargetIsMissed({
        actors,
        roster,
        clocks: openClocks(sql),
        follow: log.follow,
        report: error => logger.error({ err: error }, 'could not see how long customers have waited')
      })
  },
  {
    when: 'conversation.replied, or conversation.send-retried',
    follows: 'conversation.start-sending, the platform is called, conversation.end-sending',
    start: ({ sending }) => startSending(sending)
  },
  {
    when: 'a message names a file at its platform',
    follows: 'the file is fetched, then conversation.keep-file, or conversation.lose-file',
    start: ({ sending, files }) => startFetching({ ...sending, files })
  },
  {
    when: 'a file was brought, and after thirty days no event names it',
    follows: 'it is cleared away',
    start: ({ files, log, filesCleared, logger }) =>
      startClearing({ files, streams: log.streams, count: filesCleared, logger })
  }
]

/** Returns how to stop them all: the last one first, for it may still need those before it. */
export async function startReactions(parts: ReactionParts): Promise<Reaction> {
  const running: Reaction[] = []
  for (const { start } of choreography) running.unshift(await start(parts))
  return {
    async stop() {
      for (const reaction of running) await reaction.stop()
    }
  }
}
