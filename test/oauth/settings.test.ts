import { expect, test } from 'vitest'
import { signInFindings } from '../../sync-server/cli/examine.ts'
import { Misconfigured, readConfig } from '../../sync-server/config.ts'

const config = (env: Record<string, string>) => readConfig(env, [])
const app = { GOOGLE_CLIENT_ID: 'the-id', GOOGLE_CLIENT_SECRET: 'the-secret' }

test('people can sign in where the operator has set both halves of an app', () => {
  expect(config({})).toMatchObject({ signInWith: [], signInMissing: [] })
  expect(config({ ...app, MICROSOFT_TOKEN_URL: 'https://login.example/token' })).toMatchObject({
    signInWith: [{ id: 'google', clientId: 'the-id', clientSecret: 'the-secret' }],
    signInMissing: []
  })
  expect(() => config({ ...app, GOOGLE_TOKEN_URL: 'nowhere' })).toThrow(Misconfigured)
})

test('half an app signs nobody in, and the doctor says which half is missing, and never the other one', () => {
  const half = config({ GOOGLE_CLIENT_ID: 'the-id', MICROSOFT_CLIENT_SECRET: 'the-secret' })
  expect(half).toMatchObject({ signInWith: [], signInMissing: ['GOOGLE_CLIENT_SECRET', 'MICROSOFT_CLIENT_ID'] })
  const found = [...signInFindings(half.signInMissing)]
  expect(found.map(one => [one.state, one.found])).toEqual([
    ['warning', 'GOOGLE_CLIENT_SECRET is missing'],
    ['warning', 'MICROSOFT_CLIENT_ID is missing']
  ])
  expect(JSON.stringify(found)).not.toContain('the-')
})

test('where admins’ mailboxes may be besides the public net is a list of addresses without anybody in them', () => {
  const servers = 'imaps://mail.lan, smtp://127.0.0.1:2525?tls=none'
  expect(config({ MAIL_SERVERS: servers }).mailServers).toEqual(['imaps://mail.lan', 'smtp://127.0.0.1:2525?tls=none'])
  expect(config({}).mailServers).toEqual([])
  for (const odd of ['mail.lan', 'imaps://shop:word@mail.lan', 'https://mail.lan', 'imaps://mail.lan/x']) {
    expect(() => config({ MAIL_SERVERS: odd }), odd).toThrow(Misconfigured)
  }
})
