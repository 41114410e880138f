import { BookX } from 'lucide-preact'
import { useLayoutEffect } from 'preact/hooks'
import { Composer } from '../../conversations/composer.tsx'
import { MacroItems } from '../../automation/macro-items.tsx'
import { useMacroKeys } from '../../automation/macro-keys.ts'
import { Header } from '../../conversations/header.tsx'
import { foldPanel, panelBeside, panelSheet, useSheetBack } from '../../conversations/panel-fold.ts'
import { phraseFor } from '../../conversations/phrase-request.ts'
import { takeCarried } from '../../conversations/row-keys.ts'
import { headFile } from '../../conversations/head-file.ts'
import { replyWith } from '../../conversations/reply-with.ts'
import { Sheet } from '../../conversations/sheet.tsx'
import { templatesFor } from '../../conversations/template-request.ts'
import { useOpenDraft } from '../../conversations/use-open-draft.ts'
import { useOpenConversation } from '../../conversations/use-open-conversation.ts'
import { press } from '../../keyboard/keys.ts'
import { Empty } from '../../ui/empty.tsx'
import { OnBoards } from '../../workflow/on-boards.tsx'
import { strategyOf } from '../../../shared/platforms/strategies.ts'
import { painted, threads } from '../live.ts'
import { contactName } from './contact-name.ts'
import { ContactPanel, History, OtherConversations, PhrasePicker, Refused, TemplatePicker } from './later-screens.ts'
import { WhyNobody } from './why-nobody.tsx'

type Props = { conversation: string; message: string | undefined }

/** A conversation and the person in it: where the contexts meet on one screen. Its `key` is the conversation. */
export function ConversationScreen({ conversation, message }: Props) {
  const open = useOpenConversation(conversation)
  const draft = useOpenDraft(conversation, open)
  const row = threads.get(conversation)
  useSheetBack()
  useMacroKeys(conversation)
  // What was pressed on the row that led here, before the next key comes: that one may be a letter of the reply.
  useLayoutEffect(() => {
    const key = row && takeCarried()
    if (key) press(key)
  }, [row !== undefined])

  if (!row) return painted.value && <NotHere />
  const name = contactName(row.contact)
  return (
    <div class="conversation" data-panel={panelBeside()} data-sheet={panelSheet.value || undefined}>
      <article class="page" aria-label={`Conversation with ${name}`}>
        <Header row={row} name={name}>
          <MacroItems conversation={conversation} />
          <OnBoards conversation={conversation} />
        </Header>
        <Sheet conversation={conversation} customer={name} open={open} wanted={message} />
        <WhyNobody row={row} />
        <Refused conversation={conversation} />
        <Composer row={row} name={name} open={draft} page={open} />
      </article>
      <ContactPanel contact={row.contact} fold={() => foldPanel(false)}>
        <OtherConversations row={row} />
        <History open={open} />
      </ContactPanel>
      {phraseFor.value?.conversation === conversation && (
        <PhrasePicker
          contact={row.contact}
          strategy={strategyOf(row.platform)}
          asked={phraseFor.value}
          close={() => {
            phraseFor.value = null
          }}
        />
      )}
      {templatesFor.value === conversation && (
        <TemplatePicker
          inbox={row.inbox}
          name={name}
          prepare={(file, kind) => headFile(file, kind, strategyOf(row.platform))}
          send={(content, bytes) => replyWith(conversation, content, bytes)}
          close={() => {
            templatesFor.value = null
          }}
        />
      )}
    </div>
  )
}

function NotHere() {
  return (
    <Empty picture={<BookX size={40} strokeWidth={1} />} title="This conversation is not on this device">
      <h1 class="unseen">Conversation</h1>
      <p>It may be in an inbox you do not work in, or it has not come yet.</p>
      <a class="button" href="/inbox/all" data-in-app>
        All conversations
      </a>
    </Empty>
  )
}
