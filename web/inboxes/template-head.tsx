import { FileText, Film, Paperclip } from 'lucide-preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { mediaName } from '../../shared/conversations/content-words.ts'
import type { TemplateHead as Kind } from '../../shared/inboxes/events.ts'
import type { Strategy } from '../../shared/platforms/strategy.ts'
import { scaled } from '../ui/scaled.ts'
import { sizeWords } from '../ui/size-words.ts'
import { headWords } from './content-words.ts'
import type { Brought, Head } from './use-head.ts'

type Props = { kind: Kind; strategy: Strategy; head: Head }

/** Where the file for the heading is chosen, and which may be. */
export function TemplateHead({ kind, strategy, head }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const { types = [], mostBytes = 0 } = strategy.heads?.[kind] ?? {}
  const words = headWords[kind]
  return (
    <div class="field">
      <label for="template-head">
        In its heading, {words}: {types.map(type => type.split('/')[1]?.toUpperCase()).join(' or ')}, at most{' '}
        {sizeWords(mostBytes)}
      </label>
      <input
        ref={input}
        id="template-head"
        type="file"
        hidden
        accept={kind === 'image' ? 'image/*' : types.join(',')}
        onChange={event => {
          const [file] = event.currentTarget.files ?? []
          if (file) void head.bring(file)
          // The same one may be chosen again.
          event.currentTarget.value = ''
        }}
      />
      <button type="button" class="button" disabled={head.busy} onClick={() => input.current?.click()}>
        <Paperclip class="small" />
        {head.brought ? 'Choose another file' : `Choose ${words}`}
      </button>
      {head.problem && (
        <p class="trouble red" role="alert">
          {head.problem}
        </p>
      )}
    </div>
  )
}

/** As the customer will see it, above the words. */
export function HeadPreview({ media, bytes }: Brought) {
  const [at, setAt] = useState<string>()
  const { media: kind, mime = '', name = mediaName(kind) } = media
  useEffect(() => {
    if (kind !== 'image') return
    const address = URL.createObjectURL(new Blob([bytes], { type: mime }))
    setAt(address)
    return () => URL.revokeObjectURL(address)
  }, [kind, mime, bytes])
  if (kind === 'image')
    return (
      <span class="picture">
        <img src={at} alt={name} {...scaled(media)} />
      </span>
    )
  return (
    <span class="file">
      {kind === 'video' ? <Film /> : <FileText />}
      <span>
        <b>{mediaName(kind)}</b>
        <bdi>{name}</bdi>
        <small>{sizeWords(bytes.byteLength)}</small>
      </span>
    </span>
  )
}
