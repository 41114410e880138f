import { Mail } from 'lucide-preact'
import { useState } from 'preact/hooks'
import type { FileNow } from '../../shared/conversations/page-item.ts'
import { fileAddress } from '../app/files-here.ts'
import { MailPageSheet } from '../app/shell/later-screens.ts'
import { words } from './words.ts'

type Props = { conversation: string; now: FileNow | undefined }

/** The way to a mail as the page it was. Its words stand beside it, so what cannot be had is not missed. */
export function MailPage({ conversation, now }: Props) {
  const [open, setOpen] = useState(false)
  if (!now || 'lost' in now) return null
  return (
    <>
      <button type="button" class="link mail-page" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Mail class="small" />
        {words.asWritten}
      </button>
      {open && <MailPageSheet at={`${fileAddress(conversation, now.file)}/page`} close={() => setOpen(false)} />}
    </>
  )
}
