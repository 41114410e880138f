import type { PhoneMessage, PhoneSays } from '../../shared/protocol/emulator.ts'

/** Where every pretended phone is. */
export const here = {
  latitude: 52.5163,
  longitude: 13.3777,
  name: 'Brandenburg Gate',
  address: 'Pariser Platz, Berlin'
}

/** What a customer says, as it stands on the phone. */
export function shown(says: Exclude<PhoneSays, { kind: 'reaction' }>): Pick<PhoneMessage, 'kind' | 'text' | 'pressed'> {
  switch (says.kind) {
    case 'text':
      return { kind: 'text', text: says.text }
    case 'image':
      return { kind: 'image', text: says.caption }
    case 'choice':
      return { kind: 'text', text: says.title, pressed: true }
    case 'location':
      return { kind: 'location', text: here.name }
  }
}
