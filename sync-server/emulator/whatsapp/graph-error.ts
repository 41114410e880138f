import { randomBytes } from 'node:crypto'
import type { VendorAnswer } from '../answering.ts'

/** What the Graph API says for a code, and with which HTTP status. Source: Meta, "Error codes". */
const known: Readonly<Record<number, readonly [number, string, string]>> = {
  1: [400, 'API Unknown', 'Invalid request or possible server error.'],
  2: [503, 'API Service', 'Temporary due to downtime or due to being overloaded.'],
  4: [400, 'API Too Many Calls', 'The app has reached its API call rate limit.'],
  10: [403, 'API Permission Denied', 'Permission is either not granted or has been removed.'],
  100: [400, 'Invalid parameter', 'The request included one or more unsupported or misspelled parameters.'],
  190: [401, 'Access token has expired', 'Your access token has expired.'],
  368: [
    403,
    'Temporarily blocked for policies violations',
    'The account has been restricted for violating a platform policy.'
  ],
  80007: [400, 'Rate limit issues', 'The WhatsApp Business Account has reached its rate limit.'],
  130429: [400, 'Rate limit hit', 'Cloud API message throughput has been reached.'],
  130472: [400, "User's number is part of an experiment", 'Message was not sent as part of an experiment.'],
  130497: [
    403,
    'Business account is restricted from messaging users in this country',
    'Messaging this country is restricted.'
  ],
  131000: [500, 'Something went wrong', 'Message failed to send due to an unknown error.'],
  131008: [400, 'Required parameter is missing', 'The request is missing a required parameter.'],
  131009: [400, 'Parameter value is not valid', 'One or more parameter values are invalid.'],
  131026: [400, 'Message undeliverable', 'Message Undeliverable.'],
  131031: [403, 'Account has been locked', 'The WhatsApp Business Account has been restricted or disabled.'],
  131042: [400, 'Business eligibility payment issue', 'There was an error related to your payment method.'],
  131047: [
    400,
    'Re-engagement message',
    'More than 24 hours have passed since the recipient last replied to the sender number.'
  ],
  131048: [
    400,
    'Spam rate limit hit',
    'Message failed to send because of restrictions on how many messages can be sent from this number.'
  ],
  131049: [
    400,
    'Meta chose not to deliver',
    'This message was not delivered to maintain healthy ecosystem engagement.'
  ],
  131051: [400, 'Unsupported message type', 'Unsupported message type.'],
  131052: [400, 'Media download error', 'Unable to download the media sent by the user.'],
  131053: [400, 'Media upload error', 'Unable to upload the media used in the message.'],
  131056: [
    400,
    'Pair rate limit hit',
    'Too many messages sent from the sender number to the same recipient number in a short time.'
  ],
  132000: [400, 'Template Param Count Mismatch', 'The number of parameters does not match the template.'],
  132001: [
    404,
    'Template does not exist',
    'The template does not exist in the specified language or has not been approved.'
  ],
  132005: [400, 'Template Hydrated Text Too Long', 'Translated text is too long.'],
  132007: [400, 'Template Format Character Policy Violated', 'Template content violates a WhatsApp policy.'],
  132012: [400, 'Template Parameter Format Mismatch', 'Variable parameter values formatted incorrectly.'],
  132018: [400, 'Template Parameter Issue', 'There is an issue with the parameters in the template.'],
  132015: [400, 'Template is Paused', 'Template is paused due to low quality.'],
  132016: [400, 'Template is Disabled', 'Template has been paused too many times and is now permanently disabled.']
}

export type GraphAnswer = VendorAnswer

export function isGraphError(code: string): boolean {
  return /^\d+$/.test(code) && known[Number(code)] !== undefined
}

export function graphError(code: number, details?: string): GraphAnswer {
  const [status, title, usual] = known[code] ?? [400, 'Error', 'An error.']
  return {
    status,
    body: {
      error: {
        message: `(#${code}) ${title}`,
        type: 'OAuthException',
        code,
        error_data: { messaging_product: 'whatsapp', details: details ?? usual },
        fbtrace_id: `A${randomBytes(9).toString('base64url')}`
      }
    }
  }
}
