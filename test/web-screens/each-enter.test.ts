import { expect, test } from 'vitest'
import { eachEnter, restAfter } from '../../web/conversations/each-enter.ts'

/** A disk that answers when it is told to. */
function slowDisk() {
  const sent: string[] = []
  const answers: ((taken: boolean) => void)[] = []
  const enter = eachEnter(words => {
    sent.push(words)
    return new Promise(resolve => answers.push(resolve))
  })
  const answer = async (taken = true) => {
    answers.shift()?.(taken)
    await new Promise(resolve => setTimeout(resolve))
  }
  return { sent, enter, answer }
}

test('a second reply that is written while the first is still being stored goes right after it', async () => {
  const { sent, enter, answer } = slowDisk()
  void enter('First')
  // The first one still stands in the field, and the second one behind it.
  void enter('FirstSecond')
  expect(sent).toEqual(['First'])
  await answer()
  expect(sent).toEqual(['First', 'Second'])
})

test('so does one that took the place of the first', async () => {
  const { sent, enter, answer } = slowDisk()
  void enter('First')
  void enter('Second')
  await answer()
  await answer()
  expect(sent).toEqual(['First', 'Second'])
  expect(restAfter('Second', 'First')).toBe('Second')
})

test('Enter pressed twice sends once', async () => {
  const { sent, enter, answer } = slowDisk()
  void enter('Once')
  void enter('Once')
  await answer()
  expect(sent).toEqual(['Once'])
})

test('after a no nothing behind it goes, and the next Enter works again', async () => {
  const { sent, enter, answer } = slowDisk()
  void enter('Too late')
  void enter('Too late, and this')
  await answer(false)
  expect(sent).toEqual(['Too late'])
  void enter('Again')
  expect(sent).toEqual(['Too late', 'Again'])
})

test('a disk that breaks does not close the field for good', async () => {
  let breaks = true
  const sent: string[] = []
  const enter = eachEnter(async words => {
    await Promise.resolve()
    if (breaks) throw new Error('the database is gone')
    return sent.push(words) > 0
  })
  await expect(enter('First')).rejects.toThrow('the database is gone')
  breaks = false
  await enter('First')
  expect(sent).toEqual(['First'])
})
