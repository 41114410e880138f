import { wordsFor } from './verdict.ts'
import { part, type Item } from '../reading.ts'
import { named, news, plain, trouble, type Said } from './account-words.ts'

/** Meta's "partner_solutions": what firms that share a business's account have agreed on. */
export function ofPartners({ event, solution_status }: Item): Said {
  const status = plain(solution_status)
  const isOver = solution_status === 'DEACTIVATED' || solution_status === 'REJECTED'
  const asked = event === 'SOLUTION_DEACTIVATION_REQUESTED' || event === 'SOLUTION_UPDATED_DEACTIVATE'
  const sentence = `A solution that partners share with the business is ${status} at Meta now.`
  return isOver || asked ? trouble(sentence) : news(sentence)
}

/** Meta's "payment_configuration_update". */
export function ofPayments({ configuration_name, status }: Item): Said {
  const which = named(configuration_name) ? `The payments set up as “${named(configuration_name)}”` : 'The payments'
  if (status === 'Active') return news(`${which} work at WhatsApp now.`)
  return trouble(`${which} cannot be used at WhatsApp: ${plain(status)}.`)
}

/** How a form of the business does, in Meta's own sentence where it has one: "Flows webhooks". */
export function ofForms({ event, message, new_status, alert_state }: Item): Said {
  const said = named(message)
  const sentence = said === '' ? `Of a WhatsApp form: ${plain(new_status ?? event)}.` : `Of a WhatsApp form: ${said}`
  const isBetter = alert_state === 'DEACTIVATED' || (event === 'FLOW_STATUS_CHANGE' && !stopped.has(new_status))
  return isBetter ? news(sentence) : trouble(sentence)
}

const stopped: ReadonlySet<unknown> = new Set(['BLOCKED', 'THROTTLED', 'DEPRECATED'])

/** What WhatsApp could not do for the account, and of no message: "Errors webhook". */
export function ofErrors(errors: readonly unknown[]): Said {
  const told = errors.map(error => {
    const { code, title, message } = part({ error }, 'error')
    const details = part(part({ error }, 'error'), 'error_data')['details']
    return wordsFor(String(code ?? 'none'), textIn(details), textIn(message) ?? textIn(title))
  })
  return trouble(`WhatsApp reports: ${told.join(' ')}`)
}

const textIn = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined)
