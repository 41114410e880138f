import type { Media } from '../../shared/conversations/content.ts'
import { kindFor, limitOf } from '../../shared/platforms/files.ts'
import type { Strategy } from '../../shared/platforms/strategy.ts'
import { sizeWords } from '../ui/size-words.ts'
import { fileHash } from './file-hash.ts'

export type Prepared = { readonly media: Media; readonly bytes: ArrayBuffer } | { readonly problem: string }

/** Longest side of a photo that is made smaller, in pixels: what a phone shows of it when it is opened. */
const longestSide = 2048
/** Below this nobody sees what it is. */
const smallestSide = 480
const quality = 0.85
/** Some never say, whatever they are. */
const measuredWithinMs = 5000
/** What every browser that runs Daybook can draw: what is called so and cannot be drawn is something else. */
const drawn = /^image\/(?:jpeg|png|gif|webp|avif|bmp)$/

/** Makes a file ready to go on this platform, or says why it cannot. Whatever is done to it is done on this device. */
export async function prepareFile(file: File, strategy: Strategy): Promise<Prepared> {
  const name = file.name.slice(-200) || 'file'
  if (strategy.files !== 'both') return { problem: `${strategy.name} does not take files from here yet.` }
  if (file.size === 0) return { problem: `${name} is empty.` }
  const isHeic = await isHeicPhoto(file)
  const picture = await pictureOf(file, isHeic)
  if (picture === 'none such')
    return { problem: `${name} is not the picture that it calls itself, so it was not attached.` }
  // By its bytes: off the phone it comes from, a computer may have no name for its type.
  const named = isHeic ? file.slice(0, file.size, heic) : file
  const { body, width, height } = picture ? await fitted(named, picture, strategy) : { body: named }
  const mime = (body.type.split(';')[0] ?? '').toLowerCase() || 'application/octet-stream'
  const kind = kindFor(strategy, mime)
  const limit = kind && limitOf(strategy, kind)
  if (!kind || !limit) return { problem: notTaken(strategy, name, mime) }
  if (body.size > limit.mostBytes) {
    return { problem: `${name} is too big: ${strategy.name} takes at most ${sizeWords(limit.mostBytes)}.` }
  }
  const bytes = await body.arrayBuffer()
  const size = width && height ? { width, height } : {}
  const seconds = await secondsOf(body)
  const length = seconds === undefined ? {} : { seconds }
  const shown = body === named ? name : name.replace(/\.\w+$/, '').concat('.jpg')
  const media = { media: kind, file: await fileHash(bytes), mime, bytes: bytes.byteLength, name: shown }
  return { bytes, media: { ...media, ...size, ...length } }
}

const heic = 'image/heic'

/** As an iPhone takes photos. Source: ISO/IEC 23008-12, "Brand specification". */
async function isHeicPhoto(file: File): Promise<boolean> {
  const beginning = new TextDecoder('latin1').decode(await file.slice(4, 12).arrayBuffer())
  return /^ftyp(?:hei[cxms]|hev[cxms]|mif1|msf1)$/.test(beginning)
}

function notTaken({ name: platform }: Strategy, name: string, mime: string): string {
  if (mime !== heic) return `${platform} does not take files of this type (${mime}).`
  return `${name} is a photo as iPhones take them (HEIC). ${platform} does not take those, and this browser cannot make a JPEG of it: save it as a JPEG first, or send it from the iPhone.`
}

async function pictureOf(file: File, isHeic: boolean): Promise<ImageBitmap | null | 'none such'> {
  if (!isHeic && !file.type.startsWith('image/')) return null
  try {
    return await createImageBitmap(file)
  } catch {
    return drawn.test(file.type) && !isHeic ? 'none such' : null
  }
}

type Fitted = { readonly body: Blob; readonly width?: number; readonly height?: number }

/** A photo that is larger than anybody looks at, or of a type that the platform does not show, becomes a smaller JPEG. */
async function fitted(file: Blob, picture: ImageBitmap, strategy: Strategy): Promise<Fitted> {
  const { width, height } = picture
  const limit = limitOf(strategy, 'image')
  const goesAsIs = kindFor(strategy, file.type) === 'image' && limit !== undefined && file.size <= limit.mostBytes
  const isLarge = Math.max(width, height) > longestSide
  // What moves would stand still.
  if (file.type === 'image/gif' || !limit || (goesAsIs && !isLarge)) return { body: file, width, height }
  const smaller = await asLargeAsFits(picture, limit.mostBytes)
  picture.close()
  return smaller ?? { body: file, width, height }
}

/** Smaller and smaller, until it is light enough: LINE takes a megabyte. */
async function asLargeAsFits(picture: ImageBitmap, mostBytes: number): Promise<Fitted | null> {
  let made: Fitted | null = null
  for (let side = longestSide; side >= smallestSide; side *= 0.7) {
    made = await drawnAgain(picture, Math.round(side))
    if (!made || made.body.size <= mostBytes) return made
  }
  return made
}

async function drawnAgain(picture: ImageBitmap, side: number): Promise<Fitted | null> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height))
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale))
  const paper = canvas.getContext('2d')
  if (!paper) return null
  // What shows through would be black.
  paper.fillStyle = 'white'
  paper.fillRect(0, 0, canvas.width, canvas.height)
  paper.drawImage(picture, 0, 0, canvas.width, canvas.height)
  const body = await canvas.convertToBlob({ type: 'image/jpeg', quality })
  return { body, width: canvas.width, height: canvas.height }
}

/** How long it plays. `undefined`: it does not, or not here. */
async function secondsOf(body: Blob): Promise<number | undefined> {
  if (!/^(?:audio|video)\//.test(body.type)) return undefined
  const at = URL.createObjectURL(body)
  const player = document.createElement(body.type.startsWith('audio/') ? 'audio' : 'video')
  const measured = new Promise<number>(resolve => {
    player.addEventListener('loadedmetadata', () => resolve(player.duration), { once: true })
    player.addEventListener('error', () => resolve(Number.NaN), { once: true })
    setTimeout(() => resolve(Number.NaN), measuredWithinMs)
  })
  player.preload = 'metadata'
  player.src = at
  const seconds = await measured
  player.removeAttribute('src')
  URL.revokeObjectURL(at)
  return Number.isFinite(seconds) ? Math.max(1, Math.round(seconds)) : undefined
}
