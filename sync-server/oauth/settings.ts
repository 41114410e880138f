import * as v from 'valibot'
import type { OwnApp } from './provider.ts'

const word = v.optional(v.pipe(v.string(), v.trim(), v.maxLength(1000)), '')
const address = v.optional(
  v.pipe(
    v.string(),
    v.check(text => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), 'must be an http or https address')
  )
)

/** The apps that people sign in with to their mailboxes, and, for one Microsoft tenant only or a stand-in, where that is. */
export const signInSettings = {
  GOOGLE_CLIENT_ID: word,
  GOOGLE_CLIENT_SECRET: word,
  GOOGLE_AUTHORIZE_URL: address,
  GOOGLE_TOKEN_URL: address,
  MICROSOFT_CLIENT_ID: word,
  MICROSOFT_CLIENT_SECRET: word,
  MICROSOFT_AUTHORIZE_URL: address,
  MICROSOFT_TOKEN_URL: address
}
const settings = v.object(signInSettings)
type Given = v.InferOutput<typeof settings>

/** Those of which both halves are set. */
export function appsIn(given: Given): readonly OwnApp[] {
  return all(given).filter(({ clientId, clientSecret }) => clientId !== '' && clientSecret !== '')
}

/** The halves that are missing beside the other one. */
export function halvesMissing(given: Given): readonly string[] {
  return all(given).flatMap(({ id, clientId, clientSecret }) => {
    if ((clientId === '') === (clientSecret === '')) return []
    return [`${id.toUpperCase()}_CLIENT_${clientId === '' ? 'ID' : 'SECRET'}`]
  })
}

function all(given: Given): readonly OwnApp[] {
  return [
    {
      id: 'google',
      clientId: given.GOOGLE_CLIENT_ID,
      clientSecret: given.GOOGLE_CLIENT_SECRET,
      authorizeUrl: given.GOOGLE_AUTHORIZE_URL,
      tokenUrl: given.GOOGLE_TOKEN_URL
    },
    {
      id: 'microsoft',
      clientId: given.MICROSOFT_CLIENT_ID,
      clientSecret: given.MICROSOFT_CLIENT_SECRET,
      authorizeUrl: given.MICROSOFT_AUTHORIZE_URL,
      tokenUrl: given.MICROSOFT_TOKEN_URL
    }
  ]
}
