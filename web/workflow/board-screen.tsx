import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks'
import { cardOf } from '../../shared/workflow/card-id.ts'
import { cards } from '../app/live.ts'
import { go, route, type BoardRoute } from '../app/shell/route.ts'
import { media, narrow } from '../ui/media.ts'
import { BoardHead } from './board-head.tsx'
import { boards, columnsOf, narrowed, prepare, type BoardRow, type Column } from './boards.ts'
import { CardSheet } from './card-sheet.tsx'
import { ColumnPane } from './column-pane.tsx'
import { ExplainSheet } from './explain-sheet.tsx'
import { ended } from './explain-together.ts'
import { fillIn } from './fill-in.ts'
import { heard } from './heard.ts'
import { lastBoard, rememberBoard } from './last-board.ts'
import { MoveMenu } from './move-menu.tsx'
import { NoBoard } from './no-board.tsx'
import { PickBar } from './pick-bar.tsx'
import { StageTabs } from './stage-tabs.tsx'
import { cursor, pickNone, standOn } from './stand.ts'
import { useBoardKeys } from './use-board-keys.ts'
import { useDrag } from './use-drag.ts'
import { usePages } from './use-pages.ts'

/** The same width as in `styles/stages.css`: a conversation stands beside the cards, or over them. */
const hasRoomBeside = media('(width >= 1100px)')

// This code comes while nothing else is going on, and before it is wanted.
setTimeout(() => prepare(lastBoard()))

type Shown = {
  at: BoardRoute
  /** Its person is elsewhere: it is not seen, and hears nothing. */
  away: boolean
}

export function BoardScreen({ at, away }: Shown) {
  const wanted = at.workflow ?? lastBoard()
  const row = boards.value.find(({ workflow }) => workflow === wanted) ?? (at.workflow ? undefined : boards.value[0])
  const workflow = row?.workflow
  useEffect(() => {
    if (workflow === undefined || away) return
    rememberBoard(workflow)
    const asked = route.peek()
    if (asked.screen === 'board' && asked.workflow === null) go({ ...at, workflow }, { replace: true })
  }, [workflow, at, away])
  if (!row) return away ? null : <NoBoard />
  return <BoardOf key={row.workflow} row={row} at={at} away={away} />
}

function BoardOf({ row, at, away }: Shown & { row: BoardRow }) {
  const { mine, label, conversation } = at
  const whole = columnsOf(row)
  const columns = useMemo(() => whole.map(one => narrowed(one, { mine, label })), [whole, mine, label])
  const box = useRef<HTMLDivElement>(null)
  const pages = usePages(box)
  const covered = conversation !== null && !hasRoomBeside.value

  useBoardKeys({ row, at, columns, covered: covered || away })
  useDrag(box, columns)
  useEffect(() => pickNone, [row.workflow, away])
  useReturn(row.workflow, conversation)

  return (
    <section
      class="board"
      aria-label={`${row.now.plan.name} board`}
      data-away={away || undefined}
      aria-hidden={away || undefined}
      inert={covered}
    >
      <BoardHead row={row} at={at} columns={columns} />
      {narrow.value && <StageTabs columns={columns} pages={pages} />}
      <div ref={box} class="columns" onScroll={pages.scrolled}>
        {columns.map((column, index) => (
          <ColumnPane
            key={column.stage.id}
            column={column}
            whole={whole[index] ?? column}
            workflow={row.workflow}
            at={at}
          />
        ))}
      </div>
      {!away && <OverBoard row={row} at={at} columns={columns} />}
    </section>
  )
}

/** What lies over the cards for a while, and what is said of them. */
function OverBoard({ row, at, columns }: { row: BoardRow; at: BoardRoute; columns: readonly Column[] }) {
  return (
    <>
      <PickBar columns={columns} />
      <MoveMenu columns={columns} at={at} />
      {fillIn.value && cards.get(fillIn.value.card) && (
        <CardSheet key={fillIn.value.card} asked={fillIn.value} row={row} />
      )}
      {ended.value && <ExplainSheet ended={ended.value} />}
      <p class="unseen" aria-live="polite">
        {heard.value}
      </p>
    </>
  )
}

/** Whoever comes from a conversation stands on its card, and whoever closes one is back where they were. */
function useReturn(workflow: string, conversation: string | null): void {
  const before = useRef<string | null>(null)
  useLayoutEffect(() => {
    if (conversation !== null) cursor.value = cardOf(workflow, conversation)
    else if (before.current !== null) standOn(cursor.peek())
    before.current = conversation
  }, [workflow, conversation])
}
