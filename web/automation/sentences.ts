import type { Condition, Line, Rule, Step, When } from '../../shared/automation/content.ts'
import { agents, inboxes, phrases, workflows } from '../app/live.ts'
import { readable } from '../inboxes/content-words.ts'
import { moneyWords } from '../workflow/money.ts'
import { conditionWords, notWords, stepWords, whenWords } from './kinds.ts'

/** `When a customer writes, if the words contain “refund”: add the label “refund”, assign it to Ben`. */
export function ruleSentence(rule: Rule): string {
  const ifs =
    rule.if.length === 0 || rule.when.on === 'by-hand' ? '' : `, if ${rule.if.map(lineSentence).join(' and ')}`
  return `When ${whenSentence(rule.when)}${ifs}: ${rule.then.map(stepSentence).join(', ')}`
}

export function whenSentence(when: When): string {
  const words = whenWords[when.on]
  switch (when.on) {
    case 'labelled':
      return `the label “${when.label}” is added`
    case 'card-entered':
      return `a card comes into ${stageName(when)}`
    case 'card-left':
      return `a card leaves ${stageName(when)}`
    case 'value-above':
      return `${words} ${moneyWords(when.value)}`
    case 'waited':
      return `a customer has waited ${minutesWords(when.minutes)} for an answer`
    case 'window-closes':
      return `the reply window of somebody unanswered closes in ${minutesWords(when.minutes)}`
    default:
      return words
  }
}

export function lineSentence(line: Line): string {
  return line.map(conditionSentence).join(' or ')
}

function conditionSentence(one: Condition): string {
  const words = (one.not ? notWords : conditionWords)[one.is]
  switch (one.is) {
    case 'text':
      return `${words} “${one.words}”`
    case 'inbox':
      return `${words} ${inboxes.get(one.inbox)?.name ?? 'that is not connected any more'}`
    case 'platform':
      return `${words} ${one.platform}`
    case 'label':
      return `${words} “${one.label}”`
    case 'priority':
      return `${words} ${one.priority}`
    case 'assignee':
      return `${words} ${one.agent === null ? 'nobody' : personName(one.agent)}`
    case 'in-stage':
      return `${words} ${stageName(one)}`
    case 'value-above':
      return `${words} ${moneyWords(one.value)}`
    default:
      return words
  }
}

export function stepSentence(step: Step): string {
  const words = stepWords[step.do]
  switch (step.do) {
    case 'assign':
      return `${words} ${personName(step.to)}`
    case 'label':
    case 'unlabel':
      return `${words} “${step.label}”`
    case 'prioritise':
      return `${words} ${step.priority}`
    case 'snooze':
      return `${words} ${minutesWords(step.minutes)}`
    case 'reply':
    case 'note':
      return `${words} “${step.text.length > 60 ? `${step.text.slice(0, 60)}…` : step.text}”`
    case 'send-phrase':
      return `${words} ${phraseName(step.phrase)}`
    case 'send-template':
      return `${words} “${readable(step.name)}”`
    case 'call':
      return `call ${URL.canParse(step.url) ? new URL(step.url).host : step.url}`
    case 'place-card':
      return `${words} ${workflows.get(step.workflow)?.now?.plan.name ?? ''}`
    case 'move-card':
      return `${words} ${stageName(step)}`
    default:
      return words
  }
}

export function minutesWords(minutes: number): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? 'a day' : `${minutes / 1440} days`
  if (minutes % 60 === 0) return minutes === 60 ? 'an hour' : `${minutes / 60} hours`
  return minutes === 1 ? 'a minute' : `${minutes} minutes`
}

function phraseName(phrase: string): string {
  const row = phrases.get(phrase)
  return row ? `“${row.name}”` : 'that was removed'
}

function personName(agent: string): string {
  return agents.get(agent)?.name ?? 'somebody who is not here any more'
}

function stageName({ workflow, stage }: { workflow: string; stage: string }): string {
  const plan = workflows.get(workflow)?.now?.plan
  const name = plan?.stages.find(one => one.id === stage)?.name
  return plan && name ? `${name} (${plan.name})` : 'a stage that is gone'
}
