import type { Content, Media, MediaKind } from '../../../shared/conversations/content.ts'
import { count, given, isDegrees, line, link, name, unsupported, words, type Item } from '../reading.ts'

/** What a message says; `undefined`: nothing at all. */
export function said(item: Item): Content | undefined {
  const text = words(item['Body'])
  const items = mediaIn(item)
  if (items.length > 0) return { kind: 'media', items, ...given({ caption: text }) }
  const place = placeIn(item)
  if (place) return place
  const title = words(item['ButtonText'])
  if (title !== undefined) {
    return { kind: 'choice', via: 'button', title, ...given({ payload: words(item['ButtonPayload']) }) }
  }
  // Files without an address: nobody can show them, and nobody may say that there were none.
  if ((count(item['NumMedia']) ?? 0) > 0) return unsupported('media', item, { caption: text }).content
  // A message may be empty: the customer still sent it.
  return text !== undefined || 'Body' in item ? { kind: 'text', text: text ?? '' } : undefined
}

const mostItems = 30

/** Numbered from 0. Their addresses are Twilio's, and say it themselves. */
function mediaIn(item: Item): Media[] {
  const most = Math.min(count(item['NumMedia']) ?? 0, mostItems)
  return Array.from({ length: most }, (_, n) => n).flatMap(n => {
    const url = link(item[`MediaUrl${n}`])
    if (url === undefined) return []
    const mime = words(item[`MediaContentType${n}`], 200)
    return [{ media: kindOf(mime), url, ...given({ mime }) }]
  })
}

function kindOf(mime: string | undefined): MediaKind {
  const [kind] = (mime ?? '').split('/')
  return kind === 'image' || kind === 'audio' || kind === 'video' ? kind : 'document'
}

/** By RCS. */
function placeIn(item: Item): Content | undefined {
  const [latitude, longitude] = [degreesIn(item['Latitude']), degreesIn(item['Longitude'])]
  if (!isDegrees(latitude, 90) || !isDegrees(longitude, 180)) return undefined
  return {
    kind: 'location',
    latitude,
    longitude,
    ...given({ name: line(item['Label']), address: line(item['Address']) })
  }
}

function degreesIn(value: unknown): number | undefined {
  const text = name(value)
  return text !== undefined && /^-?\d{1,3}(?:\.\d{1,20})?$/.test(text) ? Number(text) : undefined
}
