import { signal, type ReadonlySignal } from '@preact/signals'
import { whenIdle } from '../../ui/idle.ts'
import { later } from '../../ui/later.tsx'
import { lastBoard } from '../../workflow/last-board.ts'
import { say } from './say.ts'

const rare = async () => (await import('./rare-screens.ts')).rareScreens

const isHere = signal(false)

/** The board has been fetched: it can wait unseen. */
export const boardIsHere: ReadonlySignal<boolean> = isHere

/** The board, in a package of its own: who works in the inbox does without. */
export const Board = later(async () => {
  const { KeptBoard } = await import('../../workflow/kept-board.tsx')
  isHere.value = true
  return KeptBoard
})

/** Whoever looks at boards finds the last one drawn as soon as nothing else is to be done. */
export function warmBoard(): (() => void) | undefined {
  return lastBoard() === null ? undefined : whenIdle(() => warm(Board))
}

/** Their editor, for admins, likewise. */
export const Workflows = later(async () => (await import('../../workflow/edit/workflows-screen.tsx')).WorkflowsScreen)

/** Only admins and supervisors come here, and seldom. */
export const RoutingScreen = later(async () => (await import('../../routing/routing-screen.tsx')).RoutingScreen)

/** Only admins come here, and seldom. */
export const InboxesScreen = later(async () => (await import('../../inboxes/inboxes-screen.tsx')).InboxesScreen)

/** Only admins come here, and seldom. */
export const HistoryScreen = later(async () => (await import('../../history/history-screen.tsx')).HistoryScreen)

/** Only admins come here. */
export const Automations = later(
  async () => (await import('../../automation/automations-screen.tsx')).AutomationsScreen
)

/** What the first paint does without. */
export const ContactPanel = later(async () => (await rare()).ContactPanel)
export const FoundWorkspace = later(async () => (await rare()).FoundWorkspace)
export const History = later(async () => (await rare()).History)
export const Join = later(async () => (await rare()).Join)
export const KeyHelp = later(async () => (await rare()).KeyHelp)
export const MailPageSheet = later(async () => (await rare()).MailPageSheet)
export const LettersScreen = later(async () => (await rare()).LettersScreen)
export const Me = later(async () => (await rare()).Me)
export const OtherConversations = later(async () => (await rare()).OtherConversations)
export const OutboxScreen = later(async () => (await rare()).OutboxScreen)
export const PeopleScreen = later(async () => (await rare()).PeopleScreen)
export const PhrasePicker = later(async () => (await rare()).PhrasePicker)
export const PhrasesScreen = later(async () => (await rare()).PhrasesScreen)
export const Palette = later(async () => (await rare()).Palette)
export const Refused = later(async () => (await rare()).Refused)
export const SearchScreen = later(async () => (await rare()).SearchScreen)
export const SignIn = later(async () => (await rare()).SignIn)
export const Strip = later(async () => (await rare()).Strip)
export const StoppedInboxes = later(async () => (await rare()).StoppedInboxes)
export const WaitingLines = later(async () => (await rare()).WaitingLines)
export const TemplatePicker = later(async () => (await rare()).TemplatePicker)

const soon = [Refused, Palette, SearchScreen, OutboxScreen, Me, KeyHelp, TemplatePicker, PhrasePicker]

type Warm = { warm(): Promise<unknown> }

/**
 * Fetched while nothing else is going on, so that the first Ctrl-K is as quick as the second, and also works in a tunnel.
 * `first` is what a click on the screen that stands here already may open.
 */
export function warmScreens(first: Warm): void {
  warm(first)
  void say()
  setTimeout(() => [Board, Workflows, ...soon].forEach(warm), 1500)
}

function warm(screen: Warm): void {
  // A screen that cannot be fetched now is fetched when it is wanted; that is when its failure matters.
  screen.warm().catch(() => undefined)
}
