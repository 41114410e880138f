import { computed, type ReadonlySignal } from '@preact/signals'
import { belongsTo, byLastWords, unread, type ListView, type Thread } from '../../shared/conversations/thread.ts'
import { me, painted, threads } from '../app/live.ts'
import { select } from '../app/rows.ts'

type Ids = ReadonlySignal<readonly string[]>

const agent = computed(() => me.value?.agent ?? '')

/** A view's conversations, newest words first. Drawn again only when somebody's place in it changed. */
function listOf(view: ListView): Ids {
  const ofAgent = computed(() => {
    const self = agent.value
    return select(threads, row => belongsTo(view, row, self), byLastWords)
  })
  return computed(() => ofAgent.value.value)
}

export const lists: Record<ListView, Ids> = {
  mine: listOf('mine'),
  unassigned: listOf('unassigned'),
  all: listOf('all'),
  snoozed: listOf('snoozed'),
  resolved: listOf('resolved')
}

/** How many there are, once all of them are counted. */
export function figureOf(view: ListView): number {
  return painted.value ? lists[view].value.length : 0
}

/** How many of my conversations have something I have not read: the figure in the tab's title and on the app's icon. */
export const unreadOfMine = computed(() => {
  void threads.revision.value
  if (!painted.value) return 0
  return lists.mine.value.filter(id => {
    const row = threads.all.get(id)
    return row !== undefined && unread(row, agent.value) > 0
  }).length
})

export function unreadFor(row: Thread): number {
  return unread(row, agent.value)
}
