import { writeFileSync } from 'node:fs'
import { setPriority } from 'node:os'
import { buffer } from 'node:stream/consumers'
import sharp, { type Metadata } from 'sharp'

/*
 *   a picture ──► stdin │ a process for each: it has no secret, no database, and nobody waits for its memory │ stdout ──► the small one
 *
 * What a hostile picture breaks or fills is this. Nothing on stdout: there is no point in a smaller one. It ends with
 * another code than 0 where it cannot be drawn.
 */

/** What is seen of it in a conversation: 320 CSS pixels, on a screen with two dots for each. */
const longestSide = 640
const quality = 75
/** A phone's largest is 200 megapixels, and mostly said line by line. */
const mostPixels = 220e6
/** What does not come line by line is held in memory as a whole. */
const mostBytesHeld = 300e6
/** What moves goes on moving where that is cheap. */
const cheapBytes = 1024 * 1024
/** Whoever started this ends it before. This is for when they are gone. */
const atMostMs = 20_000

setTimeout(() => process.exit(1), atMostMs).unref()
giveWay()
sharp.concurrency(1)
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map(type => `VipsForeignLoad${type}`)
})

const original = await buffer(process.stdin)
const picture = sharp(original, { limitInputPixels: mostPixels, sequentialRead: true })
const told = await picture.metadata()
if (bytesHeld(told) > mostBytesHeld) throw new Error('more than fits into memory')
const moves = (told.pages ?? 1) > 1
if (!moves || original.length > cheapBytes) {
  // Nothing of what a camera wrote beside it is taken along: neither where it was, nor when.
  const small = await picture
    .autoOrient()
    .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality })
    .toBuffer()
  if (small.length < original.length) process.stdout.write(small)
}

function bytesHeld({ width, height, channels, depth, format, isProgressive, orientation = 1 }: Metadata): number {
  // A JPEG is made smaller while it is read; whatever else lies on its side is whole before it is turned.
  const comesByLine = !isProgressive && (format === 'jpeg' || (format === 'png' && orientation === 1))
  return comesByLine ? 0 : width * height * channels * (depth === 'uchar' && format !== 'jpeg' ? 1 : 2)
}

/** To whoever answers: with the processor, and where memory runs out it is this that goes. */
function giveWay(): void {
  try {
    setPriority(10)
    if (process.platform === 'linux') writeFileSync('/proc/self/oom_score_adj', '1000')
  } catch {
    // Not everywhere may one say so.
  }
}
