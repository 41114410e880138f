import { Mic } from 'lucide-preact'
import { useRef, useState } from 'preact/hooks'
import { limitOf } from '../../shared/platforms/files.ts'
import type { Strategy } from '../../shared/platforms/strategy.ts'
import { later } from '../ui/later.tsx'
import type { Attaching } from './use-attaching.ts'
import { words } from './words.ts'

type Props = { conversation: string; strategy: Strategy; attaching: Attaching }

const VoiceBar = later(async () => (await import('./voice-bar.tsx')).VoiceBar)

/** Where a platform takes no voice from us, the button says so. */
export function VoiceButton({ conversation, strategy, attaching }: Props) {
  const [isOn, setOn] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const may = limitOf(strategy, 'voice') !== undefined
  const why = may ? words.record : `${strategy.name}: ${words.noVoiceHere}`
  const begin = () => {
    attaching.say(may ? null : why)
    if (may) setOn(true)
  }
  const end = () => {
    setOn(false)
    requestAnimationFrame(() => button.current?.focus())
  }
  if (isOn) return <VoiceBar conversation={conversation} strategy={strategy} attaching={attaching} end={end} />
  return (
    <button
      ref={button}
      type="button"
      class="button quiet icon tight attach"
      aria-label={words.record}
      aria-disabled={!may}
      title={why}
      onClick={begin}
    >
      <Mic class="small" />
    </button>
  )
}
