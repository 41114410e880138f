import { randomBytes } from 'node:crypto'
import type { VendorAnswer } from '../answering.ts'

/**
 * What the Send API says, by code and subcode as the page calls them. Source: Meta, "Messenger Platform, Common error
 * codes", "Send API, Error codes". Meta documents no status; and of Instagram's subcodes nothing: theirs are as they are
 * met (github.com/ComposioHQ/composio, issue 3604).
 */
const known: Readonly<Record<string, readonly [status: number, message: string]>> = {
  '1': [500, 'An unknown error occurred'],
  '2': [503, 'An unexpected error has occurred. Please retry your request later.'],
  '4': [400, 'Application request limit reached'],
  '613': [400, 'Calls to this API have exceeded the rate limit.'],
  '1200': [400, 'Temporary send message failure. Please try again later.'],
  '80002': [400, 'There have been too many calls to this Instagram account.'],
  '80006': [400, 'There have been too many calls to this Messenger account.'],
  '10': [403, 'Application does not have permission for this action'],
  '10/2018278': [400, 'This message is sent outside of allowed window.'],
  '10/2534022': [403, 'This message is sent outside of allowed window.'],
  '10/2018108': [400, 'This Page is not allowed to send messages.'],
  '100': [400, 'Invalid parameter'],
  '100/2018001': [400, 'No matching user found'],
  '100/2534014': [400, 'The requested user cannot be found.'],
  '100/2018008': [400, 'Failed to fetch the file from the url.'],
  '100/2018047': [400, 'Upload attachment failure.'],
  '100/2018109': [400, 'Attachment size exceeds allowable limit.'],
  '190': [401, 'Invalid OAuth access token.'],
  '200': [403, 'Permissions error'],
  '200/2018028': [400, 'Cannot message users who are not admins, developers or testers of the app.'],
  '368': [403, 'The action attempted has been deemed abusive or is otherwise disallowed'],
  '551': [400, "This person isn't available right now."]
}

/** Whoever has blocked the page. Source: github.com/Ptt-Alertor/ptt-alertor, issue 75, as it was answered. */
const unavailable = '1545041'

export function knowsSendError(name: string): boolean {
  return Object.hasOwn(known, name)
}

export function sendError(name: string, message?: string): VendorAnswer {
  const [code = '', narrower] = name.split('/')
  const subcode = code === '551' ? unavailable : narrower
  const [status, usual] = known[name] ?? [400, 'An error']
  // Instagram's own come under another type, and the words alone; so do those of a token.
  const isInstagrams = subcode?.startsWith('2534') ?? false
  const said = message ?? usual
  return {
    status,
    body: {
      error: {
        message: isInstagrams || code === '190' ? said : `(#${code}) ${said}`,
        type: isInstagrams ? 'IGApiException' : 'OAuthException',
        code: Number(code),
        ...(subcode !== undefined && { error_subcode: Number(subcode) }),
        fbtrace_id: `A${randomBytes(9).toString('base64url')}`
      }
    }
  }
}

/** Whatever it is asked, it is not there. */
export const metaDown = (): VendorAnswer => sendError('2')
