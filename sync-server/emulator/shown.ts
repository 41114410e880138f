import type { PhoneMessage, PhoneSays } from '../../shared/protocol/emulator.ts'

/** Where every pretended phone is. */
export const here = {
  latitude: 52.5163,
  longitude: 13.3777,
  name: 'Brandenburg Gate',
  address: 'Pariser Platz, Berlin'
}

/** The one group on every platform that has any: the business and all its customers are in it. */
export const group = 'Friends of the shop'

/** What a customer says, as it stands on the phone. */
export function shown(
  says: Exclude<PhoneSays, { kind: 'reaction' }>
): Pick<PhoneMessage, 'kind' | 'text' | 'pressed' | 'group' | 'account'> {
  switch (says.kind) {
    case 'text':
      return { kind: 'text', text: says.text, ...(says.account && { account: true }) }
    case 'image':
      return { kind: 'image', text: says.caption }
    case 'choice':
      return { kind: 'text', text: says.title, pressed: true }
    case 'group':
      return { kind: 'text', text: says.text, group }
    case 'location':
      return { kind: 'location', text: here.name }
  }
}
