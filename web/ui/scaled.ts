/** Longest side of a picture in a conversation, in CSS pixels. Known before it is here, so that nothing jumps. */
const longestSide = 320

type Size = { readonly width?: number | undefined; readonly height?: number | undefined }

export function scaled({ width, height }: Size): { width?: number; height?: number } {
  if (!width || !height) return {}
  const scale = Math.min(1, longestSide / Math.max(width, height))
  return { width: Math.round(width * scale), height: Math.round(height * scale) }
}
