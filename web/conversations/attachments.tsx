import { FileText, Film, Music, X } from 'lucide-preact'
import type { Media } from '../../shared/conversations/content.ts'
import { mediaName } from '../../shared/conversations/content-words.ts'
import { sizeWords } from '../ui/size-words.ts'
import { detach } from './attached.ts'
import { useOwnFile } from './use-own-file.ts'
import { words } from './words.ts'

type Props = { conversation: string; files: readonly Media[]; removed(): void }

/** What goes with the words, each to be taken away again. */
export function Attachments({ conversation, files, removed }: Props) {
  const remove = async (file: string | undefined) => {
    if (file === undefined) return
    await detach(conversation, file)
    removed()
  }
  return (
    <ul class="attachments" aria-label={words.attached}>
      {files.map(media => (
        <li key={media.file}>
          <Look conversation={conversation} media={media} />
          <span>
            <bdi>{media.name ?? mediaName(media.media)}</bdi>
            <small>{sizeWords(media.bytes ?? 0)}</small>
          </span>
          <button
            type="button"
            class="button quiet icon tight"
            aria-label={`${words.remove} ${media.name ?? mediaName(media.media)}`}
            onClick={() => void remove(media.file)}
          >
            <X class="small" />
          </button>
        </li>
      ))}
    </ul>
  )
}

function Look({ conversation, media }: { conversation: string; media: Media }) {
  const at = useOwnFile(conversation, media.media === 'image' ? media.file : undefined)
  if (at) return <img src={at} alt="" />
  const Icon = media.media === 'video' ? Film : media.media === 'audio' ? Music : FileText
  return (
    <span class="look">
      <Icon />
    </span>
  )
}
