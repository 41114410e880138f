/** `340 KB`, `1.2 MB`: as people speak of files, in steps of a thousand. */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  const inKilo = bytes / 1000
  return inKilo < 1000 ? `${Math.round(inKilo)} KB` : `${(inKilo / 1000).toFixed(1)} MB`
}

/** `0:07`, `12:40`. */
export function lengthWords(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
