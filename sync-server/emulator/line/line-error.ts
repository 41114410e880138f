import { randomUUID } from 'node:crypto'
import type { VendorAnswer } from '../answering.ts'

/**
 * What the Messaging API says, by status. Source: LINE, "Messaging API reference", "Status codes", "Error responses". The
 * words of 401 are those that are met; documented are they with a reason in them. Those of 500 are not documented.
 */
const known: Readonly<Record<string, readonly [status: number, message: string]>> = {
  '400': [400, 'The request body has 1 error(s)'],
  '400/unknown': [400, 'Failed to send messages'],
  '401': [401, 'Authentication failed. Confirm that the access token in the authorization header is valid.'],
  '403': [403, 'Access to this API is not available for your account'],
  '429': [429, 'The API rate limit has been exceeded. Try again later.'],
  '429/month': [429, 'You have reached your monthly limit.'],
  '500': [500, 'Internal server error']
}

export function knowsLineError(name: string): boolean {
  return Object.hasOwn(known, name)
}

export function lineError(name: string, details?: readonly LineDetail[]): VendorAnswer {
  const [status, message] = known[name] ?? [400, 'Bad request']
  return { status, body: { message, ...(details && { details }) }, headers: requestId() }
}

export type LineDetail = { readonly message: string; readonly property: string }

/** Every answer has one. */
export function requestId(): Readonly<Record<string, string>> {
  return { 'x-line-request-id': randomUUID() }
}
