// @module-tag long
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { axeComplaints, darkComplaints } from './axe.ts'
import { conversationOf } from './conversation-of.ts'
import { cutOff } from './cut-off.ts'
import { composer, message, openConversation, sitDown, writes } from './desk.ts'
import { eventually } from './eventually.ts'
import { customerWrites, onThePhone, setMood } from './meta.ts'
import { browser, server } from './opened.ts'

const busy = 'Too many messages to this customer in a short time. It is tried again'

/** With the button: a thumb's Enter begins a line. */
async function send(page: Page, words: string): Promise<void> {
  await composer(page).getByRole('textbox').fill(words)
  await composer(page).getByRole('button', { name: 'Send' }).click()
  await message(page, words).waitFor()
  await writes(page, '')
}

test.each([{ small: true }, { small: false }])(
  'a reply that waits says why, is edited, and is taken back: the customer gets neither as it was, small $small',
  async ({ small }) => {
    const number = small ? '4915550812001' : '4915550812002'
    const name = small ? 'Paula Patient' : 'Peter Patient'
    await customerWrites(server, { id: `wamid.WAIT${number}`, from: number, name, text: 'Is it there?' })
    const { page, context, complaints } = await sitDown(browser, server, 'agent1@demo.test', { small })
    await openConversation(page, await conversationOf(server.dataDir, name))
    await setMood(server, { error: '131056' })
    for (const words of ['It leaves on Mnday', 'Or never', 'See you']) await send(page, words)
    await message(page, 'It leaves on Mnday').getByText(busy).waitFor()
    await message(page, 'See you').getByText('It waits for its turn.').waitFor()
    expect([...(await axeComplaints(page)), ...(await darkComplaints(page)), ...(await cutOff(page))]).toEqual([])

    const never = message(page, 'Or never')
    await never.getByRole('button', { name: 'Don’t send' }).click()
    await never.getByRole('button', { name: 'Don’t send it' }).click()
    await never.waitFor({ state: 'detached' })
    await message(page, 'It leaves on Mnday').getByRole('button', { name: 'Edit' }).click()
    await message(page, 'It leaves on Mnday').waitFor({ state: 'detached' })
    await writes(page, 'It leaves on Mnday')
    await send(page, 'It leaves on Monday')
    await setMood(server, { error: null })
    await eventually(
      () => onThePhone(server, number),
      said => said.length === 2
    )
    expect(await onThePhone(server, number)).toEqual(['See you', 'It leaves on Monday'])
    expect(complaints).toEqual([])
    await context.close()
  }
)
