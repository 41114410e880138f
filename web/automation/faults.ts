import type { Condition, Rule, Step, When } from '../../shared/automation/content.ts'
import { longestCode } from '../../shared/conversations/content-words.ts'
import { blanksOf } from '../../shared/inboxes/content.ts'
import { longestIn, wordingOf } from '../../shared/inboxes/content-words.ts'
import { strangeGaps } from '../../shared/phrases/content.ts'
import { agents, inboxes, phrases, workflows } from '../app/live.ts'
import { templateOf } from './templates.ts'

/** What is still missing or no longer there, each as a sentence. None: it can be published. */
export function faultsOf(rule: Rule): readonly string[] {
  const faults = [
    ...(rule.name.trim() === '' ? ['It needs a name.'] : []),
    ...(isWhole(rule.order, 999) ? [] : ['Its order is a whole number from 1 to 999.']),
    ...partFaults(rule.when),
    ...(rule.when.on === 'by-hand' ? [] : rule.if.flat().flatMap(partFaults)),
    ...(rule.then.length === 0 ? ['Say at least one thing that it does.'] : []),
    ...rule.then.flatMap(partFaults),
    ...(rule.when.on === 'by-hand' && rule.then.some(step => step.do === 'call')
      ? ['A macro calls no web address: it is done on the device of whoever asks for it.']
      : [])
  ]
  return [...new Set(faults)]
}

const longestMinutes = 43_200

function partFaults(part: When | Condition | Step): readonly string[] {
  const faults: string[] = []
  if ('label' in part && part.label.trim() === '') faults.push('Write which label.')
  if ('words' in part && part.words.trim() === '') faults.push('Write which words it looks for.')
  if ('text' in part && part.text.trim() === '') faults.push('Write the words of the reply or the note.')
  if ('url' in part && !isAddress(part.url)) faults.push('Write the whole web address that is called, with https://.')
  if ('minutes' in part && !isWhole(part.minutes, longestMinutes))
    faults.push('Minutes are a whole number, from 1 to a month.')
  if ('inbox' in part && !inboxes.all.has(part.inbox)) faults.push('Choose an inbox.')
  if ('platform' in part && part.platform === '') faults.push('Choose a platform.')
  if ('to' in part && agents.all.get(part.to)?.status !== 'active') faults.push('Choose to whom it is assigned.')
  if ('agent' in part && part.agent !== null && agents.all.get(part.agent)?.status !== 'active')
    faults.push('Choose whom it is assigned to, or nobody.')
  if ('phrase' in part && !phrases.all.has(part.phrase))
    faults.push(
      part.phrase === ''
        ? 'Choose which saved reply.'
        : 'The saved reply that it sends was removed. Choose another one.'
    )
  if ('language' in part) faults.push(...templateFaults(part))
  if ('workflow' in part) faults.push(...workflowFaults(part))
  return faults
}

function workflowFaults(part: Extract<When | Condition | Step, { workflow: string }>): readonly string[] {
  const row = workflows.all.get(part.workflow)
  if (!row?.now || row.archived) return ['Choose a workflow.']
  const { currency } = row.now.plan
  if ('value' in part && part.value.currency !== currency)
    return [
      `Its amount is in ${part.value.currency}, and cards of ${row.now.plan.name} are in ${currency} now. Write it again.`
    ]
  if (!('stage' in part)) return []
  return row.now.plan.stages.some(stage => stage.id === part.stage) ? [] : ['Choose a stage.']
}

function templateFaults(part: Extract<Step, { do: 'send-template' }>): readonly string[] {
  const { name, parameters } = part
  if (name === '') return ['Choose which template.']
  const template = templateOf(part)
  if (!template) return ['No inbox has the template that it sends any more. Choose another one.']
  if (template.head)
    return [
      'The template that it sends needs a file in its heading, which only a person can bring. Choose another one.'
    ]
  if (template.place)
    return ['The template that it sends needs a place in its heading, which only a person can say. Choose another one.']
  if (blanksOf(wordingOf(template)) !== parameters.length)
    return ['The template has other blanks now. Choose it again.']
  return [
    ...(parameters.some(one => one.trim() === '') ? ['Fill in every blank of the template.'] : []),
    ...(parameters.some((one, at) => one.length > longestIn(template, at + 1))
      ? [`A code has at most ${longestCode} characters.`]
      : []),
    ...parameters
      .flatMap(strangeGaps)
      .map(gap => `Nobody can fill in {{${gap}}}. There are {{customer}} and {{agent}}.`)
  ]
}

function isAddress(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && !/\s/.test(url)
}

function isWhole(number: number, most: number): boolean {
  return Number.isInteger(number) && number >= 1 && number <= most
}
