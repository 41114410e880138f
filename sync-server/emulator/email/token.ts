/** Source: https://developers.google.com/workspace/gmail/imap/xoauth2-protocol */
export function tokenIn(proof: string): { readonly user: string; readonly token: string } {
  const [user = '', auth = ''] = Buffer.from(proof, 'base64').toString().split(String.fromCharCode(1))
  const bearer = 'auth=Bearer '
  if (!user.startsWith('user=') || !auth.startsWith(bearer)) return { user: '', token: '' }
  return { user: user.slice('user='.length), token: auth.slice(bearer.length) }
}

/** What is said of a token that is not taken. */
export const tokenRefused = Buffer.from('{"status":"401","schemes":"bearer","scope":"https://mail.example/"}').toString(
  'base64'
)
