import { ArrowDown } from 'lucide-preact'
import { useSignal } from '@preact/signals'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Item, OpenConversation } from '../app/device.ts'
import { useKey } from '../keyboard/keys.ts'
import { route } from '../app/shell/route.ts'
import { goesBy } from './goes-by.ts'
import { Heard } from './heard.tsx'
import { LineOf } from './line.tsx'
import { layOut, midnightBefore, type Said } from './lines.ts'
import { useBottom } from './use-bottom.ts'
import { useReading } from './use-reading.ts'
import { useWanted, type Wanted } from './use-wanted.ts'
import { words } from './words.ts'

type Props = { conversation: string; customer: string; open: OpenConversation; wanted: string | undefined }

/** So many items are drawn at first, and so many more each time somebody reads up to them. */
const drawnAtOnce = 100
/** A message that was searched for is shown with so many before it. */
const spare = 20
/** Older ones are fetched before the reader gets there, px. */
const ahead = 600

/** The page itself: messages by day, newest at the end. */
export function Sheet({ conversation, customer, open, wanted }: Props) {
  const items = open.items.value
  const [drawn, setDrawn] = useState(drawnAtOnce)
  const cut = Math.max(0, items.length - drawn)
  const shown = useMemo(() => items.slice(cut), [items, cut])
  const lines = useMemo(() => layOut(shown, midnightBefore), [shown])

  const box = useRef<HTMLDivElement>(null)
  const bottom = useBottom(box, lines[1]?.key)
  const below = useReading(conversation, items, bottom)
  const drawLast = (many: number) => setDrawn(before => Math.max(before, many + spare))
  const asked = route.value
  const searched = useMemo(() => (wanted === undefined ? undefined : { message: wanted }), [asked, wanted])
  const [quoted, setQuoted] = useState<Wanted>()
  const page = { open, box, cut, drawLast, moved: bottom.scrolled }
  useWanted(searched, page)
  useWanted(quoted, page)
  const older = useOlder(open, cut > 0, () => setDrawn(drawn + drawnAtOnce))

  const pressLast = (hook: string) => {
    const last = [...(box.current?.querySelectorAll<HTMLElement>(`.theirs [data-hook=${hook}]`) ?? [])].at(-1)
    last?.click()
    return last !== undefined
  }
  useKey('+', () => pressLast('react'))
  useKey('q', () => pressLast('answer'))

  const scrolled = () => {
    bottom.scrolled()
    if (box.current && box.current.scrollTop < ahead) void older.look()
  }
  const find = (id: string) => items.find((item): item is Said => isSaid(item) && goesBy(item, id))
  const lead = (message: string) => setQuoted({ message })

  return (
    <div class="sheet-frame">
      <div ref={box} class="sheet" role="region" aria-label={words.messages} tabIndex={0} onScroll={scrolled}>
        <div class="lines">
          <p class="edge">{open.painted.value && edgeWords(cut > 0 || open.hasOlder.value, older.offline.value)}</p>
          {lines.map(line => (
            <LineOf
              key={line.key}
              conversation={conversation}
              customer={customer}
              line={line}
              find={find}
              lead={lead}
            />
          ))}
        </div>
      </div>
      {below.value > 0 && (
        <button type="button" class="pill" onClick={bottom.goThere}>
          <ArrowDown class="small" />
          {below.value === 1 ? '1 new message' : `${below.value} new messages`}
        </button>
      )}
      <Heard customer={customer} open={open} />
    </div>
  )
}

function isSaid(item: Item): item is Said {
  return item.kind === 'received' || item.kind === 'replied'
}

function edgeWords(hasOlder: boolean, offline: boolean): string {
  if (!hasOlder) return ''
  return offline ? words.olderOffline : words.older
}

/** What lies above: first what is in memory, then what the engine has or fetches. One look at a time. */
function useOlder(open: OpenConversation, inMemory: boolean, draw: () => void) {
  const looking = useRef(false)
  const offline = useSignal(false)
  const look = async () => {
    if (inMemory) return draw()
    if (looking.current || !open.hasOlder.peek()) return
    looking.current = true
    const answer = await open.older()
    offline.value = answer === 'offline'
    if (answer === 'more') draw()
    looking.current = false
  }
  // A short page cannot be scrolled, so what is older comes by itself.
  useEffect(() => {
    if (open.painted.value && open.items.value.length < 12) void look()
  }, [open.painted.value])
  return { look, offline }
}
