import { signal, type ReadonlySignal } from '@preact/signals'
import type { ListView } from '../../../shared/conversations/thread.ts'

/** Where we are. A conversation stands in the view it was opened from, so that going back finds the same list. */
export type Route =
  | {
      readonly screen: 'inbox'
      readonly view: ListView
      readonly conversation: string | null
      /** The message to show, where one was searched for. */
      readonly message?: string
    }
  | BoardRoute
  | { readonly screen: 'search'; readonly query: string }
  /** Those of the workspace, or the one that is edited. */
  | { readonly screen: 'workflows'; readonly workflow: string | null }
  /** All of them, or the one that is edited. */
  | { readonly screen: 'automations'; readonly automation: string | null }
  | { readonly screen: (typeof alone)[number] }

/** Screens with one address, which is their name. `join`: whoever comes with a link, signed in or not. */
const alone = ['outbox', 'me', 'letters', 'history', 'inboxes', 'routing', 'phrases', 'people', 'join'] as const

export type BoardRoute = {
  readonly screen: 'board'
  /** `null`: whichever was looked at last. */
  readonly workflow: string | null
  /** The one that is open beside the cards, or over them. */
  readonly conversation: string | null
  /** Only my cards, and only those whose conversation has this label. */
  readonly mine: boolean
  readonly label: string | null
}

export const views: readonly ListView[] = ['mine', 'unassigned', 'all', 'snoozed', 'resolved']

export function readPath(path: string, query = ''): Route {
  const [screen, view, conversation] = path.split('/').filter(Boolean).map(decodeURIComponent)
  const known = alone.find(name => name === screen)
  if (known) return { screen: known }
  switch (screen) {
    case 'search':
      return { screen, query: new URLSearchParams(query).get('q') ?? '' }
    case 'workflows':
      return { screen, workflow: view ?? null }
    case 'automations':
      return { screen, automation: view ?? null }
    case 'board': {
      const asked = new URLSearchParams(query)
      const shown = { mine: asked.get('of') === 'me', label: asked.get('label') }
      return { screen, workflow: view ?? null, conversation: conversation ?? null, ...shown }
    }
    default: {
      const message = new URLSearchParams(query).get('message')
      return {
        screen: 'inbox',
        view: views.find(known => known === view) ?? 'mine',
        conversation: conversation ?? null,
        ...(message !== null && { message })
      }
    }
  }
}

export function pathOf(route: Route): string {
  switch (route.screen) {
    case 'inbox': {
      const tail = route.conversation === null ? '' : `/${encodeURIComponent(route.conversation)}`
      const at = route.message === undefined ? '' : `?message=${encodeURIComponent(route.message)}`
      return `/inbox/${route.view}${tail}${at}`
    }
    case 'board': {
      const parts = [route.workflow, route.workflow && route.conversation].flatMap(part => part ?? [])
      const asked = new URLSearchParams({
        ...(route.mine && { of: 'me' }),
        ...(route.label !== null && { label: route.label })
      })
      return `/board${parts.map(part => `/${encodeURIComponent(part)}`).join('')}${asked.size > 0 ? `?${asked.toString()}` : ''}`
    }
    case 'workflows':
      return route.workflow === null ? '/workflows' : `/workflows/${encodeURIComponent(route.workflow)}`
    case 'automations':
      return route.automation === null ? '/automations' : `/automations/${encodeURIComponent(route.automation)}`
    case 'search':
      return route.query === '' ? '/search' : `/search?q=${encodeURIComponent(route.query)}`
    default:
      return `/${route.screen}`
  }
}

const current = signal<Route>(readPath('/'))
export const route: ReadonlySignal<Route> = current

/** How many of our own pages lie behind this one: without any, "back" must not leave the app. */
function depth(): number {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && 'depth' in state && typeof state.depth === 'number'
    ? state.depth
    : 0
}

export function go(to: Route, { replace = false } = {}): void {
  const path = pathOf(to)
  if (replace) history.replaceState({ depth: depth() }, '', path)
  else if (path !== location.pathname + location.search) history.pushState({ depth: depth() + 1 }, '', path)
  current.value = to
}

/** One page back, or to `otherwise` when the app was opened on this page. */
export function back(otherwise: Route): void {
  if (depth() > 0) history.back()
  else go(otherwise, { replace: true })
}

/** The page that the open conversation stands on or over. */
export function underneath(at: Route): Route {
  if (at.screen === 'board') return { ...at, conversation: null }
  return { screen: 'inbox', view: at.screen === 'inbox' ? at.view : 'mine', conversation: null }
}

export function openConversationPage(conversation: string, message?: string): void {
  const from = current.peek()
  const view = from.screen === 'inbox' ? from.view : 'all'
  // Going from one conversation to the next is not a step deeper: back leads to the list.
  const replace = from.screen === 'inbox' && from.conversation !== null
  go({ screen: 'inbox', view, conversation, ...(message !== undefined && { message }) }, { replace })
}

/** A sheet over the page is a step of its own, so that a phone's Back closes it and not the page. */
export function laySheetOver(): void {
  history.pushState({ depth: depth() + 1, sheet: true }, '')
}

export function liesSheetOver(): boolean {
  const state: unknown = history.state
  return typeof state === 'object' && state !== null && 'sheet' in state
}

/** Follows the browser's own back and forward, and plain clicks on our links. */
export function followLocation(): void {
  const read = () => {
    const to = readPath(location.pathname, location.search)
    // A sheet that was closed with Back has left the page where it was.
    if (pathOf(to) !== pathOf(current.peek())) current.value = to
  }
  read()
  addEventListener('popstate', read)
  document.addEventListener('click', event => {
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-in-app]') : null
    if (!link || link.origin !== location.origin) return
    event.preventDefault()
    const to = readPath(link.pathname, link.search)
    const from = current.peek()
    go(to, { replace: isAsDeep(to, from) })
  })
}

/** Going from one list to the next, or from one conversation to the next, is not a step deeper. */
function isAsDeep(to: Route, from: Route): boolean {
  if (!('conversation' in to && 'conversation' in from)) return false
  return to.screen === from.screen && (to.conversation === null) === (from.conversation === null)
}
