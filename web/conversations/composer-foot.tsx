import { SendHorizontal, Timer } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { strategyOf } from '../../shared/platforms/strategies.ts'
import type { TextLimit } from '../../shared/platforms/strategy.ts'
import type { Thread } from '../../shared/conversations/thread.ts'
import type { DraftMode } from '../app/device.ts'
import { connection, storageTrouble } from '../app/live.ts'
import { words as shell } from '../app/shell/words.ts'
import { later } from '../ui/later.tsx'
import { thumbs } from '../ui/media.ts'
import { now } from '../ui/now.ts'
import { untilWords, left } from '../ui/time-words.ts'
import { askForTemplate } from './template-request.ts'

type Props = {
  row: Thread
  mode: DraftMode
  /** Words that go alone, not under a file. */
  alone: string
  /** They go as a message of their own, after the files. */
  apart: boolean
  length: number
  limit: TextLimit
  empty: boolean
  tooLong: boolean
  attach: ComponentChildren
  send(): Promise<void>
}

/** Only where texts go in several. */
const SegmentCount = later(async () => (await import('./segment-count.tsx')).SegmentCount)

/** Counting shows itself only when it begins to matter. */
const nearLimit = 0.9
const hourMs = 3_600_000

/** What Enter will do, how long there is, how much fits, and the button. */
export function ComposerFoot({ row, mode, alone, apart, length, limit, empty, tooLong, attach, send }: Props) {
  const trouble = storageTrouble.value
  return (
    <footer id="composer-foot" class="composer-foot">
      {attach}
      <p class={trouble ? 'will red' : 'will'}>
        {trouble ? (trouble.kind === 'full' ? shell.storageFull : shell.storageGone) : enterWords(mode, apart)}
      </p>
      {mode === 'reply' && length > limit.most * nearLimit && (
        <p class={tooLong ? 'counter figures red' : 'counter figures'} role="status">
          {length.toLocaleString('en')} / {limit.most.toLocaleString('en')} {limit.unit}
        </p>
      )}
      {mode === 'reply' && limit.segments && alone !== '' && <SegmentCount text={alone} table={limit.segments} />}
      {mode === 'reply' && row.windowClosesAt !== null && <WindowClock closesAt={row.windowClosesAt} row={row} />}
      <button type="button" class="button primary send" disabled={empty || tooLong} onClick={() => void send()}>
        <span>{mode === 'reply' ? 'Send' : 'Save note'}</span>
        {mode === 'reply' && <SendHorizontal class="small turns" />}
      </button>
    </footer>
  )
}

function enterWords(mode: DraftMode, apart: boolean): string {
  const offline = connection.value.state === 'offline' || connection.value.state === 'connecting'
  if (mode === 'note') return offline ? 'Saved here, shared when you are online' : 'Only your team sees it'
  if (offline) return 'Sends when you are online'
  if (apart) return 'The words go after the file'
  return thumbs.value ? 'Sends right away' : 'Enter sends'
}

function WindowClock({ closesAt, row }: { closesAt: number; row: Thread }) {
  const leftMs = closesAt - now.value
  const look = leftMs < hourMs ? 'soon' : leftMs < 4 * hourMs ? 'closing' : ''
  const told = `You can write until ${untilWords(closesAt, now.value)}.`
  const clock = (
    <>
      <Timer class="small" />
      {left(leftMs)} left
    </>
  )
  if (!strategyOf(row.platform).templates) {
    return (
      <span class={`clock figures ${look}`} title={told}>
        {clock}
      </span>
    )
  }
  return (
    <button
      type="button"
      class={`clock figures ${look}`}
      title={`${told} Templates may always be sent.`}
      onClick={() => askForTemplate(row.conversation)}
    >
      {clock}
    </button>
  )
}
