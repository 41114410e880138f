import { ContactPanel } from '../../contacts/contact-panel.tsx'
import { FoundWorkspace } from '../../identity/found-workspace.tsx'
import { Join } from '../../identity/join.tsx'
import { Me } from '../../identity/me.tsx'
import { PeopleScreen } from '../../identity/people-screen.tsx'
import { SignIn } from '../../identity/sign-in.tsx'
import { StoppedInboxes } from '../../inboxes/stopped-inboxes.tsx'
import { TemplatePicker } from '../../inboxes/template-picker.tsx'
import { KeyHelp } from '../../keyboard/key-help.tsx'
import { MailPageSheet } from '../../conversations/mail-page-sheet.tsx'
import { History } from '../../conversations/history.tsx'
import { OtherConversations } from '../../conversations/other-conversations.tsx'
import { Refused } from '../../conversations/refused.tsx'
import { LettersScreen } from '../../letters/letters-screen.tsx'
import { OutboxScreen } from '../../outbox/outbox-screen.tsx'
import { PhrasePicker } from '../../phrases/phrase-picker.tsx'
import { PhrasesScreen } from '../../phrases/phrases-screen.tsx'
import { WaitingLines } from '../../routing/waiting-lines.tsx'
import { Strip } from '../../ui/strip.tsx'
import { Palette } from '../../search/palette.tsx'
import { SearchScreen } from '../../search/search-screen.tsx'

/** One package for all that the first paint does without: many small ones would cost more than they save. */
export const rareScreens = {
  ContactPanel,
  FoundWorkspace,
  History,
  Join,
  KeyHelp,
  MailPageSheet,
  LettersScreen,
  Me,
  OtherConversations,
  OutboxScreen,
  Palette,
  PeopleScreen,
  PhrasePicker,
  PhrasesScreen,
  Refused,
  SearchScreen,
  SignIn,
  StoppedInboxes,
  Strip,
  TemplatePicker,
  WaitingLines
}
