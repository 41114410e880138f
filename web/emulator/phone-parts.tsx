import { Check, CheckCheck, Clock, Image, MapPin } from 'lucide-preact'
import type { PhoneMessage } from '../../shared/protocol/emulator.ts'
import { sizeWords } from '../ui/size-words.ts'
import { kindWords } from './kind-words.ts'

type FileProps = { platform: string; file: NonNullable<PhoneMessage['file']>; kind: PhoneMessage['kind'] }

export function PhoneFile({ platform, file, kind }: FileProps) {
  const at = `/emulator/${platform}/uploads/${file.id}`
  // A picture in the heading of a template is one as well.
  if (kind === 'image' || (kind === 'template' && file.mime.startsWith('image/')))
    return <img class="phone-photo" src={at} alt={file.name} />
  return (
    <a class="phone-kind" href={at} download={file.name}>
      <bdi>{file.name}</bdi> · {sizeWords(file.bytes)}
    </a>
  )
}

export function Picture({ kind }: { kind: 'image' | 'location' }) {
  return (
    <div class={`phone-picture ${kind}`}>
      {kind === 'image' ? <Image /> : <MapPin />}
      <span>{kindWords[kind]}</span>
    </div>
  )
}

const steps = {
  waiting: { Icon: Clock, words: 'Not taken by Daybook yet' },
  sent: { Icon: Check, words: 'Sent' },
  delivered: { Icon: CheckCheck, words: 'Delivered' },
  read: { Icon: CheckCheck, words: 'Read' }
}

export function Ticks({ ticks }: { ticks: PhoneMessage['ticks'] }) {
  const { Icon, words } = steps[ticks]
  return (
    <span class={`phone-ticks ${ticks}`} title={words}>
      <Icon />
      <span class="unseen">{words}</span>
    </span>
  )
}
