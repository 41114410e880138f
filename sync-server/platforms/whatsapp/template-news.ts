import { part, type Item } from '../reading.ts'
import { dayOf, named, news, plain, trouble, type Said } from './account-words.ts'

/*
 * What becomes of templates is mostly seen in the list that is asked for. A line is for what that list cannot say:
 * why one is not in it any more, or will soon not be.
 */

function templateOf({ message_template_name: name, message_template_language: language }: Item): string {
  const called = named(name)
  const tongue = named(language)
  return called ? `The template ${called}${tongue && ` (${tongue})`}` : 'A template'
}

const isTold = (word: unknown) => typeof word === 'string' && word !== '' && word !== 'NONE'

/** Meta's "message_template_status_update". */
export function ofTemplateStatus(value: Item): Said | null {
  // Meta's own page of the quality has an example that comes under this name.
  if (value['new_quality_score'] !== undefined) return ofTemplateQuality(value)
  const template = templateOf(value)
  const { event, reason } = value
  const why = isTold(reason) ? `: ${plain(reason)}` : ''
  const { title } = part(value, 'other_info')
  if (title === 'UNPAUSE') return news(`${template} is no longer paused.`)
  switch (event) {
    case 'REJECTED':
      return trouble(`${template} is rejected${why}.`)
    case 'PAUSED':
      return trouble(`${template} is paused${isTold(title) ? `: ${plain(title)}` : why}. It cannot be sent.`)
    case 'DISABLED':
      return trouble(`${template} is disabled${why}. It cannot be sent.`)
    case 'FLAGGED': {
      const day = dayOf(part(value, 'disable_info')['disable_date'])
      return trouble(`${template} may soon be disabled${day && `, on ${day}`}: customers do not like it.`)
    }
    case 'LIMIT_EXCEEDED':
      return trouble('The business account has as many templates as it may have.')
    case 'REINSTATED':
      return news(`${template} can be sent again.`)
    case 'LOCKED':
      return news(`${template} cannot be changed${why}.`)
    case 'ARCHIVED':
    case 'DELETED':
    case 'PENDING_DELETION':
      return news(`${template} was put away at WhatsApp: ${plain(event)}.`)
    default:
      return null
  }
}

/** Meta's "message_template_quality_update". */
export function ofTemplateQuality(value: Item): Said | null {
  const template = templateOf(value)
  const before = value['previous_quality_score']
  switch (value['new_quality_score']) {
    case 'RED':
      return trouble(`The quality of ${lower(template)} is low: it may soon be paused.`)
    case 'YELLOW':
      return news(`The quality of ${lower(template)} is middling.`)
    case 'GREEN':
      return before === 'RED' || before === 'YELLOW' ? news(`The quality of ${lower(template)} is high again.`) : null
    default:
      return null
  }
}

/** Meta's "template_category_update": what it will be, or what it has become. */
export function ofTemplateCategory(value: Item): Said | null {
  const template = templateOf(value)
  const { correct_category: later, new_category: current, previous_category: before } = value
  if (isTold(later)) {
    const day = dayOf(value['category_update_timestamp'])
    return news(`${template} will count as ${plain(later)}${day && ` from ${day} on`}, and has another price then.`)
  }
  return isTold(current)
    ? news(`${template} counts as ${plain(current)}${isTold(before) ? ` and no longer as ${plain(before)}` : ''}.`)
    : null
}

/** Meta's "template_correct_category_detection". */
export function ofWrongCategory(value: Item): Said | null {
  const { category, correct_category: right } = value
  if (!isTold(right)) return null
  const instead = isTold(category) ? `, not ${plain(category)}` : ''
  return news(`${templateOf(value)} looks like ${plain(right)} to WhatsApp${instead}.`)
}

const lower = (template: string) => template.charAt(0).toLowerCase() + template.slice(1)
