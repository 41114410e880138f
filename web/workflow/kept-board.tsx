import { useEffect, useRef, useState } from 'preact/hooks'
import { pathOf, type BoardRoute } from '../app/shell/route.ts'
import { whenIdle } from '../ui/idle.ts'
import { BoardScreen } from './board-screen.tsx'
import { lastBoard } from './last-board.ts'
import '../styles/board.css'
import '../styles/card.css'
import '../styles/stages.css'

/**
 * The board stays when its person goes elsewhere, drawn and unseen: who comes back finds it at once, as they left it.
 * Who has looked at one before finds it so after a start as well. `at` null: they are elsewhere.
 */
export function KeptBoard({ at }: { at: BoardRoute | null }) {
  const [early, prepare] = useState<BoardRoute | null>(null)
  const last = useRef<BoardRoute | null>(null)
  // What is asked for in the same words is drawn already.
  const asked = at ?? (last.current ? null : early)
  if (asked && !isSame(asked, last.current)) last.current = named(asked)
  useEffect(() => {
    return lastBoard() === null ? undefined : whenIdle(() => prepare(unasked))
  }, [])
  useEffect(() => {
    // A browser lays nothing out that is hidden, unless it is asked where something in it stands. Asked while it has
    // not styled all of it, it may do only that; and what stands around the words of a card comes after them.
    const ask = () => void document.querySelector('.board > .columns')?.getBoundingClientRect()
    return early ? whenIdle(ask, ask, ask) : undefined
  }, [early])
  return last.current && <BoardScreen at={last.current} away={at === null} />
}

const unasked: BoardRoute = { screen: 'board', workflow: null, conversation: null, mine: false, label: null }

/** The link to the board does not say which: it is the last one. */
function named(at: BoardRoute): BoardRoute {
  return { ...at, workflow: at.workflow ?? lastBoard() }
}

function isSame(at: BoardRoute, last: BoardRoute | null): boolean {
  return last !== null && pathOf(named(at)) === pathOf(last)
}
