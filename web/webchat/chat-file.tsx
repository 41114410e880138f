import { FileText } from 'lucide-preact'
import { useState } from 'preact/hooks'
import { mediaName } from '../../shared/conversations/content-words.ts'
import type { ChatFile } from '../../shared/protocol/webchat.ts'
import { lengthWords, sizeWords } from '../ui/size-words.ts'

/** A file of the conversation: drawn or played where a browser can, and to be saved otherwise. */
export function ShownFile({ file }: { file: ChatFile }) {
  const [broken, setBroken] = useState(false)
  const name = file.name ?? mediaName(file.media)
  const fail = () => setBroken(true)
  if (!broken && /^image\/(?:jpeg|png|gif|webp|avif)$/.test(file.mime)) {
    return (
      <a class="chat-picture" href={file.at} target="_blank" rel="noopener" aria-label={`Open the picture ${name}`}>
        <img src={file.at} alt="" {...scaled(file)} loading="lazy" decoding="async" onError={fail} />
      </a>
    )
  }
  if (!broken && file.mime.startsWith('audio/')) {
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- nobody wrote down what is said
    return <audio class="chat-player" src={file.at} controls preload="none" aria-label={name} onError={fail} />
  }
  if (!broken && /^video\/(?:mp4|webm)$/.test(file.mime)) {
    // oxlint-disable-next-line jsx-a11y/media-has-caption -- nobody wrote down what is said
    return <video class="chat-player" src={file.at} controls preload="metadata" aria-label={name} onError={fail} />
  }
  return (
    <a class="chat-paper" href={file.at} download={name}>
      <NamedFile file={file} />
    </a>
  )
}

/** What it is called and how large it is. */
export function NamedFile({ file }: { file: Omit<ChatFile, 'at'> }) {
  const length = file.seconds === undefined ? [] : [lengthWords(file.seconds)]
  return (
    <>
      <FileText />
      <span>
        <bdi>{file.name ?? mediaName(file.media)}</bdi>
        <small>{[...length, sizeWords(file.bytes)].join(' · ')}</small>
      </span>
    </>
  )
}

/** Longest side of a picture in the chat, in CSS pixels. Known before it is here, so that nothing jumps. */
const longestSide = 260

function scaled({ width, height }: ChatFile): { width?: number; height?: number } {
  if (!width || !height) return {}
  const scale = Math.min(1, longestSide / Math.max(width, height))
  return { width: Math.round(width * scale), height: Math.round(height * scale) }
}
