import { isFull } from '../log/db.ts'
import { giveUpFiles } from './files-here.ts'

/** Does it, and once more when the device was full and had something to give up. */
export async function makingRoom<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!isFull(error) || !(await giveUpFiles())) throw error
    return work()
  }
}
