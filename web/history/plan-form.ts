import type { HistoryPlan, HistoryPreview } from '../../shared/protocol/history.ts'

/** What a person says of a file, as it stands in the fields. */
export type PlanForm = {
  readonly inbox: string
  readonly us: readonly string[]
  readonly customer: string
  readonly phone: string
  readonly zone: string
  readonly order: string
  readonly country: string
}

/** Guesses only what can be seen to be wrong. */
export function formOf({ title }: HistoryPreview, inbox: string, zone: string): PlanForm {
  const customer = title ?? ''
  return { inbox, us: [], customer, phone: numberIn(customer), zone, order: '', country: '' }
}

/** Whom nobody has put into the address book, WhatsApp calls by their number, with marks that keep it in one piece. */
function numberIn(name: string): string {
  const bare = name
    .replace(/\p{Cf}/gu, '')
    .replace(/\s/g, ' ')
    .trim()
  return /^\+\d[\d ().-]{6,24}$/.test(bare) ? bare : ''
}

/** Who is us, the others are the customer: of one, the name is known. */
export function withUs(form: PlanForm, found: HistoryPreview, us: readonly string[]): PlanForm {
  const others = found.authors.filter(author => !us.includes(author.name))
  const isGuess = form.customer === '' || found.authors.some(author => author.name === form.customer)
  const [other] = others
  const customer = isGuess && others.length === 1 && other ? other.name.slice(0, 120) : form.customer
  const phone = form.phone === '' || form.phone === numberIn(form.customer) ? numberIn(customer) : form.phone
  return { ...form, us, customer, phone }
}

/** The plan, or what is still missing, in a sentence. */
export function planOf(form: PlanForm, found: HistoryPreview): HistoryPlan | string {
  const { inbox, us, zone } = form
  if (inbox === '') return 'Choose the inbox that it belongs to.'
  switch (found.source) {
    case 'contacts':
      return form.country === '' ? { source: 'contacts', inbox } : { source: 'contacts', inbox, country: form.country }
    case 'mail':
      return us.length === 0 ? 'Say which of these addresses are yours.' : { source: 'mail', inbox, us: [...us] }
    case 'whatsapp': {
      const phone = form.phone.replace(/\D/g, '')
      const customer = form.customer.trim()
      const order = found.orders.find(order => order === form.order)
      if (us.length === 0 && found.authors.length > 1) return 'Say which of these people is you.'
      if (customer === '') return 'Say what the customer is called.'
      if (form.phone.trim() !== '' && !/^\d{7,15}$/.test(phone))
        return 'The number needs its country code: +49 151 2345678.'
      if (found.orders.length > 1 && order === undefined) return 'Say whether the day or the month stands first.'
      return {
        source: 'whatsapp',
        inbox,
        us: [...us],
        zone,
        customer,
        ...(phone && { phone }),
        ...(order && { order })
      }
    }
  }
}
