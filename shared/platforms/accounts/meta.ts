import * as v from 'valibot'
import { id } from '../../kernel/message.ts'
import type { AccountField, AccountForm } from '../account.ts'
import { anySecret, anySecretMust } from './words.ts'

/** Meta's three channels differ in what their account is. */
function metaAccount(
  channel: string,
  of: { label: string; found: string; must: string; token: string; more?: AccountField }
): AccountForm {
  const secret = { form: anySecret, must: anySecretMust }
  return {
    fields: [
      { name: 'account', variable: null, label: of.label, found: of.found, form: id, must: of.must },
      {
        ...secret,
        name: 'appSecret',
        variable: `${channel}_APP_SECRET`,
        label: 'App secret',
        found: 'In Meta’s app dashboard, under App settings, Basic.'
      },
      {
        ...secret,
        name: 'verifyToken',
        variable: `${channel}_VERIFY_TOKEN`,
        label: 'Verify token',
        found: 'You make it up, and enter it beside the address.',
        agreed: true
      },
      { ...secret, name: 'accessToken', variable: `${channel}_ACCESS_TOKEN`, label: 'Access token', found: of.token },
      ...(of.more ? [of.more] : [])
    ],
    accountIn: ({ account = '', appSecret = '', verifyToken = '', accessToken = '', business = '' }) => ({
      account,
      ...(business !== '' && { business }),
      appSecret,
      verifyToken,
      accessToken
    })
  }
}

export const whatsappAccount = metaAccount('WHATSAPP', {
  label: 'Phone number ID',
  found: 'In Meta’s app dashboard, under WhatsApp, API Setup. It is not the number itself.',
  must: 'must be the phone number id.',
  token:
    'Of a system user, with whatsapp_business_messaging and whatsapp_business_management, without an end: in Business settings, System users.',
  more: {
    name: 'business',
    variable: 'WHATSAPP_BUSINESS_ID',
    label: 'WhatsApp Business account ID',
    found: 'Beside the phone number ID. Its templates are brought here; without it there are none.',
    form: v.pipe(v.string(), v.trim(), v.regex(/^\d{0,30}$/)),
    must: 'must be a number, or nothing.',
    optional: true
  }
})

export const messengerAccount = metaAccount('MESSENGER', {
  label: 'Page ID',
  found: 'On the page, under About, Page transparency.',
  must: 'must be the page id.',
  token: 'The page’s, with pages_messaging: in Meta’s app dashboard, under Messenger, API Setup.'
})

export const instagramAccount = metaAccount('INSTAGRAM', {
  label: 'Instagram account ID',
  found: 'In Meta’s app dashboard, under Instagram, API setup with Instagram login.',
  must: 'must be the id of the Instagram account.',
  token: 'Beside the account ID, with instagram_business_manage_messages.'
})
