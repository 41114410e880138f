import { later } from '../../ui/later.tsx'

/** The pane beside the list, in a package of its own: the list is there first, and this before a finger can reach a row. */
export const ConversationScreen = later(async () => (await import('./conversation-screen.tsx')).ConversationScreen)
