import { DirectoryRefused, lockDirectory } from '../../sync-server/db/lock.ts'

/** A second Daybook, as far as the directory is concerned. */
try {
  lockDirectory(process.argv[2] ?? '')
  // Whoever only holds the directory by a variable may lose it here.
  ;(globalThis as { gc?: () => void }).gc?.()
  console.log('locked')
  setInterval(() => {}, 1000)
} catch (error) {
  console.log(error instanceof DirectoryRefused ? error.reason : String(error))
}
