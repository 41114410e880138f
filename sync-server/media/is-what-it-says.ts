/** One thing by several names. */
const same: Readonly<Record<string, string>> = {
  'audio/mp3': 'audio/mpeg',
  'audio/x-m4a': 'audio/mp4',
  'audio/m4a': 'audio/mp4',
  'audio/opus': 'audio/ogg',
  'audio/x-wav': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'image/heic-sequence': 'image/heic',
  'image/heif': 'image/heic',
  'image/heif-sequence': 'image/heic',
  'image/jpg': 'image/jpeg',
  'video/x-m4v': 'video/mp4'
}

/** Their bytes show what these are: whoever says so of others is wrong, or wants to trick somebody. */
const shown = /^(?:image|audio|video)\/|^application\/pdf$/

/**
 * Is a file that somebody brings what they say it is? `sniffed`: by its own bytes, where they tell. A spreadsheet may
 * pass for the box that it is packed in, and for plain words anything that has no look of its own.
 */
export function isWhatItSays(said: string, sniffed: string): boolean {
  const [is, says] = [same[sniffed] ?? sniffed, same[said] ?? said]
  // A browser records a voice into the box that films are in.
  if (says === 'audio/mp4' && is === 'video/mp4') return true
  return is === says || says === 'application/octet-stream' || (!shown.test(says) && !shown.test(is))
}
