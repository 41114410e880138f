import { unreachable } from '../../shared/kernel/unreachable.ts'
import type { EmulatorNews, EmulatorState, Mood, Phone, Traffic } from '../../shared/protocol/emulator.ts'

const trafficKept = 50

/** The page's picture of the emulator after a piece of news. */
export function happened(state: EmulatorState, news: EmulatorNews): EmulatorState {
  switch (news.type) {
    case 'state':
      return news.state
    case 'phone':
      return { ...state, phones: byLastWord(state.phones, news.phone) }
    case 'mood':
      return {
        ...state,
        standIns: state.standIns.map(one => (one.platform === news.platform ? { ...one, mood: news.mood } : one))
      }
    case 'traffic':
      return { ...state, traffic: newest(state.traffic, news.traffic) }
    default:
      return unreachable(news)
  }
}

/** A customer's id is the only one on its platform, and nowhere else. */
export function keyOf({ platform, id }: Phone): string {
  return `${platform}/${id}`
}

/** A phone moves to the top when something was said on it, and stays where it is when it was only looked at. */
function byLastWord(phones: readonly Phone[], changed: Phone): Phone[] {
  const at = phones.findIndex(phone => keyOf(phone) === keyOf(changed))
  const before = phones[at]
  if (before && before.messages.length === changed.messages.length) return phones.with(at, changed)
  return [changed, ...phones.filter(phone => keyOf(phone) !== keyOf(changed))]
}

function newest(traffic: readonly Traffic[], exchange: Traffic): Traffic[] {
  const at = traffic.findIndex(known => known.id === exchange.id)
  if (at >= 0) return traffic.with(at, exchange)
  const others = traffic.filter(({ platform }) => platform !== exchange.platform)
  const own = traffic.filter(({ platform }) => platform === exchange.platform)
  return own.length < trafficKept ? [...traffic, exchange] : [...others, ...own.slice(1), exchange]
}

export type Weather = 'clear' | 'rain' | 'storm'

/** One look at all the switches: nothing set, something uncomfortable, or nothing gets through. */
export function weather(mood: Mood): Weather {
  if (mood.down || mood.error !== null) return 'storm'
  return mood.answersLost || mood.duplicate || mood.shuffle || mood.phonesOff || mood.away || mood.latencyMs > 1000
    ? 'rain'
    : 'clear'
}
