import { useEffect, useMemo } from 'preact/hooks'
import { ConversationList } from '../../conversations/conversation-list.tsx'
import { NothingOpen } from '../../conversations/nothing-open.tsx'
import {
  Board,
  boardIsHere,
  HistoryScreen,
  InboxesScreen,
  KeyHelp,
  LettersScreen,
  Me,
  OutboxScreen,
  PeopleScreen,
  PhrasesScreen,
  Palette,
  Automations,
  RoutingScreen,
  SearchScreen,
  StoppedInboxes,
  WaitingLines,
  warmBoard,
  warmScreens,
  Workflows
} from './later-screens.ts'
import { narrow } from '../../ui/media.ts'
import { isThere } from '../device.ts'
import { useLingering } from '../../ui/use-lingering.ts'
import { Nav } from './nav.tsx'
import { ConversationScreen } from './conversation-pane.ts'
import { route, type Route } from './route.ts'
import { overlay, useShellKeys } from './shell-keys.ts'
import { words } from './words.ts'

/** All of the app once somebody is in. Which panes stand beside each other is decided by `styles/shell.css`. */
export function Frame() {
  const at = route.value
  useShellKeys()
  useEffect(() => warmScreens(ConversationScreen), [])
  useEffect(() => (isThere.value ? warmBoard() : undefined), [isThere.value])
  useEffect(() => {
    const main = document.querySelector<HTMLElement>('#main')
    // A screen that begins with a field, as search does, has the caret there already.
    if (at.screen !== 'inbox' && !main?.contains(document.activeElement)) main?.focus({ preventScroll: true })
  }, [at.screen, editedAt(at)])

  const open = 'conversation' in at ? at.conversation : null
  const list = useList(at)
  // On a phone the list is the page.
  const isAlone = narrow.value && at.screen === 'inbox' && !open
  return (
    <div class="app" data-screen={at.screen} data-open={open !== null}>
      <a class="skip" href="#main">
        {words.skip}
      </a>
      <Nav />
      {list}
      <main id="main" tabIndex={-1} aria-hidden={isAlone || undefined}>
        {isThere.value && <Pane at={at} />}
        {at.screen === 'inbox' && !open && !isAlone && <NothingOpen />}
      </main>
      {overlay.value === 'palette' && <Palette />}
      {overlay.value === 'keys' && <KeyHelp />}
    </div>
  )
}

/** What works on the device waits for it: lists are drawn when their newest rows are here. */
function Pane({ at }: { at: Route }) {
  const open = 'conversation' in at ? at.conversation : null
  return (
    <>
      {(at.screen === 'board' || boardIsHere.value) && <Board at={at.screen === 'board' ? at : null} />}
      {open && (
        <ConversationScreen key={open} conversation={open} message={at.screen === 'inbox' ? at.message : undefined} />
      )}
      {at.screen === 'search' && <SearchScreen query={at.query} />}
      {at.screen === 'outbox' && <OutboxScreen />}
      {at.screen === 'me' && <Me />}
      {at.screen === 'letters' && <LettersScreen />}
      {at.screen === 'history' && <HistoryScreen />}
      {at.screen === 'inboxes' && <InboxesScreen />}
      {at.screen === 'workflows' && <Workflows workflow={at.workflow} />}
      {at.screen === 'routing' && <RoutingScreen />}
      {at.screen === 'phrases' && <PhrasesScreen />}
      {at.screen === 'people' && <PeopleScreen />}
      {at.screen === 'automations' && <Automations automation={at.automation} />}
    </>
  )
}

/** From a list to what is edited of it, and back, is another page too. */
function editedAt(at: Route): string | null {
  if (at.screen === 'workflows') return at.workflow
  return at.screen === 'automations' ? at.automation : null
}

/** It goes when what comes instead has been painted: to clear thirty rows away takes as long as to draw a screen. */
function useList(at: Route) {
  const view = useLingering(at.screen === 'inbox' ? at.view : null)
  const open = useLingering(at.screen === 'inbox' ? (at.conversation ?? '') : null) || null
  return useMemo(
    () =>
      view && (
        <ConversationList view={view} open={open}>
          <StoppedInboxes />
          {view === 'unassigned' && <WaitingLines />}
        </ConversationList>
      ),
    [view, open]
  )
}
