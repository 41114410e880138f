import { FileText, Film, Music, X } from 'lucide-preact'
import type { Media } from '../../shared/conversations/content.ts'
import { mediaName } from '../../shared/conversations/content-words.ts'
import { lengthWords, sizeWords } from '../ui/size-words.ts'
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
            <small>
              {[...(media.seconds === undefined ? [] : [lengthWords(media.seconds)]), sizeWords(media.bytes ?? 0)].join(
                ' · '
              )}
            </small>
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
  const isSound = media.media === 'voice' || media.media === 'audio'
  const at = useOwnFile(conversation, media.media === 'image' || isSound ? media.file : undefined)
  // Heard before it is sent.
  // oxlint-disable-next-line jsx-a11y/media-has-caption -- nobody wrote down what one says oneself
  if (at && isSound) return <audio src={at} controls aria-label={media.name ?? mediaName(media.media)} />
  if (at) return <img src={at} alt="" />
  const Icon = media.media === 'video' ? Film : media.media === 'audio' ? Music : FileText
  return (
    <span class="look">
      <Icon />
    </span>
  )
}
