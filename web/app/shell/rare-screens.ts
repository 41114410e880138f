import { ContactPanel } from '../../contacts/contact-panel.tsx'
import { EraseSheet } from '../../contacts/erase-sheet.tsx'
import { FoundWorkspace } from '../../identity/found-workspace.tsx'
import { Me } from '../../identity/me.tsx'
import { SignIn } from '../../identity/sign-in.tsx'
import { TemplatePicker } from '../../inboxes/template-picker.tsx'
import { KeyHelp } from '../../keyboard/key-help.tsx'
import { OutboxScreen } from '../../outbox/outbox-screen.tsx'
import { Palette } from '../../search/palette.tsx'
import { SearchScreen } from '../../search/search-screen.tsx'

/** One package for all that the first paint does without: ten small ones would cost more than they save. */
export const rareScreens = {
  ContactPanel,
  EraseSheet,
  FoundWorkspace,
  KeyHelp,
  Me,
  OutboxScreen,
  Palette,
  SearchScreen,
  SignIn,
  TemplatePicker
}
