const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
  'video/3gpp': '3gp',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'audio/ogg': 'ogg',
  'audio/aac': 'aac',
  'audio/amr': 'amr',
  'application/pdf': 'pdf',
  'text/plain': 'txt'
}

/** What a customer's phone knows a file by. Nothing in it leads out of a folder or breaks a header. */
export function nameWithEnding(name: string | undefined, mime: string): string {
  const plain = (name ?? '')
    .replaceAll(/[\p{Cc}\p{Cf}"\\/:*?<>|]/gu, '')
    .replace(/^\.+/, '')
    .trim()
    .slice(-200)
  const ending = endings[mime]
  if (plain === '') return ending ? `file.${ending}` : 'file'
  return /\.\w{1,8}$/.test(plain) || !ending ? plain : `${plain}.${ending}`
}
