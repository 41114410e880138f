import { expect, test } from 'vitest'
import { exposition } from '../../sync-server/metrics/instruments.ts'
import { stoppedInboxes } from '../../sync-server/metrics/stopped-inboxes.ts'
import { world } from '../platforms/world.ts'

const here = world()
const samples = async () => {
  const family = stoppedInboxes({ actors: here.actors, secrets: here.secrets, platforms: ['sms', 'line'] })
  return (await exposition([family])).split('\n').filter(line => line.startsWith('daybook_inboxes_stopped'))
}

test('inboxes that send nothing are counted by platform, until they send again', async () => {
  expect(await samples()).toEqual([])
  const [one, other] = [await here.connect('sms'), await here.connect('sms')]
  await here.connect('line')
  await here.connect('telegram')
  const told = (inbox: typeof one, type: 'stop' | 'resume') => {
    const base = { id: `${type}-${inbox.inbox}`, at: 0, inbox: inbox.inbox }
    const failure = { code: '20003', reason: 'The token was withdrawn.' }
    return here.tell(
      inbox.tenant,
      type === 'stop' ? { ...base, type: 'inbox.stop-sending', failure } : { ...base, type: 'inbox.resume-sending' }
    )
  }
  const count = (sms: number) => [
    'daybook_inboxes_stopped{platform="line"} 0',
    `daybook_inboxes_stopped{platform="sms"} ${sms}`
  ]
  expect((await samples()).toSorted()).toEqual(count(0))
  await told(one, 'stop')
  await told(other, 'stop')
  expect((await samples()).toSorted()).toEqual(count(2))
  await told(one, 'resume')
  expect((await samples()).toSorted()).toEqual(count(1))
})
