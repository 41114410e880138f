import { renameSync, writeFileSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

/** Loaded into a server before its first line: writes down what the process uses. */
const file = process.env['BENCH_USAGE']
if (isMainThread && file) {
  const write = () => {
    const { user, system } = process.cpuUsage()
    writeFileSync(`${file}.new`, JSON.stringify({ cpuMs: (user + system) / 1000, bytes: process.memoryUsage.rss() }))
    renameSync(`${file}.new`, file)
  }
  write()
  setInterval(write, 250).unref()
}
