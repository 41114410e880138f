import type { BroughtFile, ChatMessage } from '../../shared/protocol/webchat.ts'
import type { Unsent } from './unsent.ts'

/** `sending`: on this device only. `kept`: on the server's disk. `read`: by the business. */
export type Standing = 'received' | 'sending' | 'kept' | 'read' | 'refused'

/** `waiting`: its file is not shown from the server yet. */
export type Line = ChatMessage & { standing: Standing; refused: string | null; waiting?: BroughtFile }
export type Group = { key: string; mine: boolean; from: string | null; at: number; lines: Line[] }
export type Day = { key: string; at: number; groups: Group[] }

/** Within this time one author's messages stand together under one time. */
const pauseMs = 5 * 60_000

/**
 * All there is to read, in order: the conversation as the server tells it, then what it has not told back yet.
 * `read`: so many of the visitor's own were read.
 */
export function written(
  shown: readonly ChatMessage[],
  kept: readonly Unsent[],
  unsent: readonly Unsent[],
  read = 0
): Line[] {
  let mine = 0
  const standing = (message: ChatMessage) => (message.mine ? (++mine <= read ? 'read' : 'kept') : 'received')
  return [
    ...shown.map((message): Line => ({ ...message, standing: standing(message), refused: null })),
    ...kept.map(message => ours(message, 'kept')),
    ...unsent.map(message => ours(message, message.refused === null ? 'sending' : 'refused'))
  ]
}

function ours({ id, text, at, refused, file }: Unsent, standing: Standing): Line {
  return { id, mine: true, from: null, text, at, standing, refused, ...(file && { waiting: file }) }
}

/** Lines under their days and grouped by author. `dayOf` names the reader's own calendar day of a moment. */
export function days(lines: readonly Line[], dayOf: (at: number) => string): Day[] {
  const pages: Day[] = []
  for (const line of lines) {
    const key = dayOf(line.at)
    let page = pages.at(-1)
    if (page?.key !== key) {
      page = { key, at: line.at, groups: [] }
      pages.push(page)
    }
    const group = page.groups.at(-1)
    if (group && belongs(group, line)) group.lines.push(line)
    else page.groups.push({ key: line.id, mine: line.mine, from: line.from, at: line.at, lines: [line] })
  }
  return pages
}

function belongs(group: Group, line: Line): boolean {
  const last = group.lines.at(-1)
  return (
    group.mine === line.mine && group.from === line.from && last !== undefined && Math.abs(line.at - last.at) < pauseMs
  )
}
