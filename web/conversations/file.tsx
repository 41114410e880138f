import { AudioLines, FileText, Film, Image, Music, Sticker } from 'lucide-preact'
import { useState } from 'preact/hooks'
import type { LostFile, Media } from '../../shared/conversations/content.ts'
import { mediaName } from '../../shared/conversations/content-words.ts'
import type { FileNow, KeptFile } from '../../shared/conversations/page-item.ts'
import { unreachable } from '../../shared/kernel/unreachable.ts'
import { fileAddress, smallAddress } from '../app/files-here.ts'
import { scaled } from '../ui/scaled.ts'
import { lengthWords, sizeWords } from '../ui/size-words.ts'
import { useOwnFile } from './use-own-file.ts'
import { words } from './words.ts'

type Props = { conversation: string; file: Media; now: FileNow | undefined }

/** A file of a message: drawn or played where a browser can, to be saved otherwise, and honest while it is not here. */
export function File({ conversation, file, now }: Props) {
  if (now === undefined) return <Named file={file} state={words.onItsWay} />
  if ('lost' in now) return <Named file={file} state={lostWords[now.lost]} />
  const at = fileAddress(conversation, now.file)
  const props = { at, seen: smallAddress(at), file, kept: now }
  if (file.file !== undefined) return <Own key={now.file} conversation={conversation} {...props} />
  return <Here key={now.file} {...props} />
}

/** Sent from this device it is here, whether the server has it yet or not. */
function Own({ conversation, ...props }: HereProps & { conversation: string }) {
  const local = useOwnFile(conversation, props.kept.file)
  if (local === undefined) return <Awaited {...props} />
  return <Here {...props} at={local ?? props.at} seen={local ?? props.seen} />
}

/** For a moment, and as large as what comes. */
function Awaited({ file, kept }: HereProps) {
  const { width, height } = drawnAs(kept.mime) === 'image' ? scaled(kept) : {}
  if (!width || !height) return <Named file={file} kept={kept} state="" />
  const size = { inlineSize: `${width}px`, maxInlineSize: '100%', aspectRatio: `${width} / ${height}` }
  return <span class="picture" style={size} />
}

/** `at`: what is opened; `seen`: what of a picture is drawn here. */
type HereProps = { at: string; seen: string; file: Media; kept: KeptFile }

function Here({ at, seen, file, kept }: HereProps) {
  const [broken, setBroken] = useState(false)
  const fail = () => setBroken(true)
  const name = file.name ?? mediaName(file.media)
  if (broken) return <Named file={file} kept={kept} state={words.notOnDevice} retry={() => setBroken(false)} />
  switch (drawnAs(kept.mime)) {
    case 'image':
      return (
        <a class="picture" href={at} target="_blank" rel="noopener" aria-label={`${words.openPicture} ${name}`}>
          <img src={seen} alt="" {...scaled(kept)} loading="lazy" decoding="async" onError={fail} />
        </a>
      )
    case 'audio':
      // oxlint-disable-next-line jsx-a11y/media-has-caption -- nobody wrote down what the customer says
      return <audio class="player" src={at} controls preload="none" aria-label={name} onError={fail} />
    case 'video':
      // oxlint-disable-next-line jsx-a11y/media-has-caption -- nobody wrote down what the customer says
      return <video class="player" src={at} controls preload="metadata" aria-label={name} onError={fail} />
    case 'paper':
      return (
        <a class="file" href={at} download={name}>
          <Labels file={file} kept={kept} state={words.save} />
        </a>
      )
  }
}

/** The same list as the server's: what it does not show is only ever saved. */
function drawnAs(mime: string): 'image' | 'audio' | 'video' | 'paper' {
  if (/^image\/(?:jpeg|png|gif|webp|avif|bmp)$/.test(mime)) return 'image'
  if (mime.startsWith('audio/')) return 'audio'
  return /^video\/(?:mp4|webm|quicktime|3gpp|ogg)$/.test(mime) ? 'video' : 'paper'
}

type NamedProps = { file: Media; state: string; kept?: KeptFile; retry?: () => void }

function Named({ file, state, kept, retry }: NamedProps) {
  return (
    <span class="file">
      <Labels file={file} kept={kept} state={state} />
      {retry && (
        <button type="button" class="link" onClick={retry}>
          {words.retry}
        </button>
      )}
    </span>
  )
}

function Labels({ file, kept, state }: { file: Media; kept: KeptFile | undefined; state: string }) {
  const { media, name, seconds } = file
  const bytes = kept?.bytes ?? file.bytes
  const size = bytes === undefined ? [] : [sizeWords(bytes)]
  const length = seconds === undefined ? [] : [lengthWords(seconds)]
  return (
    <>
      <FileIcon media={media} />
      <span>
        <b>{mediaName(media)}</b>
        {name && <bdi>{name}</bdi>}
        <small>{[...length, ...size, state].filter(Boolean).join(' · ')}</small>
      </span>
    </>
  )
}

const lostWords: Record<LostFile, string> = {
  gone: 'the platform does not have it any more',
  'too-big': 'too big to keep',
  'not-allowed': 'comes from an address we do not open',
  unreachable: 'could not be fetched for a day'
}

function FileIcon({ media }: Pick<Media, 'media'>) {
  switch (media) {
    case 'image':
      return <Image />
    case 'audio':
      return <Music />
    case 'voice':
      return <AudioLines />
    case 'video':
      return <Film />
    case 'document':
      return <FileText />
    case 'sticker':
      return <Sticker />
    default:
      return unreachable(media)
  }
}
