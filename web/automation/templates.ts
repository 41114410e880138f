import type { Step } from '../../shared/automation/content.ts'
import type { Template } from '../../shared/inboxes/events.ts'
import { inboxes } from '../app/live.ts'

/** All templates of the workspace's inboxes: the same in two of them is one. */
function templatesHere(): readonly Template[] {
  const all = [...inboxes.all.values()].flatMap(({ templates }) => templates)
  return [...new Map(all.map(one => [`${one.name} ${one.language}`, one])).values()].sort((a, b) =>
    a.name.localeCompare(b.name)
  )
}

/** Those that can go without somebody who brings a file or says a place for their heading, and how many cannot. */
export function templatesToChoose() {
  const all = templatesHere()
  const choosable = all.filter(one => !one.head && !one.place)
  return { choosable, others: all.length - choosable.length }
}

/** The one that a step sends, where an inbox has it. */
export function templateOf({ name, language }: Pick<Extract<Step, { do: 'send-template' }>, 'name' | 'language'>) {
  return templatesHere().find(one => one.name === name && one.language === language)
}
