import { list, part, type Item } from '../reading.ts'
import { named, news, plain, trouble, type Said } from './account-words.ts'

/** Groups that the number is in, of which Daybook makes none: Meta's "Groups API", "Webhooks". */
export function ofGroups(value: Item): Said | null {
  const each = list(value['groups']).flatMap(group => ofGroup(part({ group }, 'group')) ?? [])
  return each.length === 0
    ? null
    : { trouble: each.some(one => one.trouble), sentence: each.map(one => one.sentence).join(' ') }
}

function ofGroup({ type, subject, errors }: Item): Said | null {
  const failed = list(errors).length > 0
  const which = named(subject) ? `WhatsApp group “${named(subject)}”` : 'WhatsApp group'
  switch (type) {
    case 'group_create':
      return failed ? trouble(`The ${which} could not be made.`) : news(`The number has a new ${which}.`)
    case 'group_delete':
      return failed ? trouble(`A ${which} could not be deleted.`) : news(`A ${which} of the number was deleted.`)
    case 'group_suspend':
      return trouble(`WhatsApp has suspended a group of the number. Nobody can write there.`)
    case 'group_suspend_cleared':
      return news('WhatsApp has opened a suspended group of the number again.')
    default:
      return null
  }
}

/** Meta's "account_settings_update": what somebody has set at WhatsApp. */
export function ofSettings(value: Item): Said {
  const { status } = part(part(value, 'phone_number_settings'), 'calling')
  if (typeof status !== 'string') return news('The settings of the number were changed at WhatsApp.')
  return status === 'ENABLED'
    ? news(
        'Customers can call the number on WhatsApp. Daybook takes no calls: the conversation says that somebody tried.'
      )
    : news(`Calls to the number on WhatsApp: ${plain(status)}.`)
}

/**
 * Whom the owner has in their WhatsApp Business app. Most of them have never written, and nobody has asked them: the
 * webhook is answered, and nothing of it is kept.
 */
export function ofAddressBook(): Said {
  return news('The WhatsApp Business app shares its address book. It stays there: whoever writes is met here then.')
}
