import { accessSync, constants, statSync } from 'node:fs'
import { Refused } from './refused.ts'

/** @throws Refused, in a sentence, for what is no file that this account can read. */
export function demandReadable(path: string): void {
  try {
    accessSync(path, constants.R_OK)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new Refused(code === 'ENOENT' ? `There is no file ${path}.` : `${path} cannot be read: ${message}`)
  }
  if (statSync(path).isDirectory()) throw new Refused(`${path} is a directory: name the file.`)
}
