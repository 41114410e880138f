import { fileTypeFromBuffer } from 'file-type'
import { imageSize } from 'image-size'

export type Sniffed = { readonly mime: string; readonly width?: number; readonly height?: number }

const unknownType = 'application/octet-stream'

/** What a file is by its own bytes. What anybody says of it may be wrong, or a trick. */
export async function sniff(beginning: Uint8Array): Promise<Sniffed> {
  const found = await fileTypeFromBuffer(beginning).catch(() => undefined)
  // Parameters such as `codecs=` are the file's own words.
  const mime = found?.mime.split(';')[0]?.trim() ?? unknownType
  return mime.startsWith('image/') ? { mime, ...sizeOf(beginning) } : { mime }
}

function sizeOf(beginning: Uint8Array): { width?: number; height?: number } {
  try {
    const { width, height, orientation = 1 } = imageSize(beginning)
    // A camera held upright writes the picture lying down, and says so.
    return orientation >= 5 ? { width: height, height: width } : { width, height }
  } catch {
    // A picture whose size cannot be read is shown all the same.
    return {}
  }
}
