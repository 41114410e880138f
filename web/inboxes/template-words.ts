import type { TemplateHealth } from '../../shared/protocol/inboxes.ts'
import { shortWhen } from '../ui/time-words.ts'

/** How many templates an inbox has, and whether they are as its platform has them. */
export function templateWords(count: number, health: TemplateHealth | null, now: number) {
  const have = count === 0 ? 'None can be sent from here' : count === 1 ? 'One can be sent' : `${count} can be sent`
  if (health === null) return { isIll: false, words: `${have}.` }
  if (health.fault !== null) return { isIll: true, words: `${have}. ${health.fault}` }
  const { leftOut } = health
  const more =
    leftOut === 0
      ? ''
      : ` ${leftOut === 1 ? 'One more needs' : `${leftOut} more need`} what cannot be filled in here: a moving picture, a product or a row of cards.`
  return { isIll: false, words: `${have}. As of ${shortWhen(health.at, now)}.${more}` }
}
