import { rm } from 'node:fs/promises'
import type { TestProject } from 'vitest/node'
import { startServer } from './server.ts'

declare module 'vitest' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be merged with vitest's
  interface ProvidedContext {
    sampleTemplate: string
  }
}

/** Makes the sample workspace once. Every server of a flow starts on a copy, in a second instead of five. */
export default async function sampleTemplate(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer({ template: null })
  const code = await server.kill('SIGTERM')
  if (code !== 0) throw new Error(`the server did not stop cleanly (${code}):\n${server.output}`)
  project.provide('sampleTemplate', server.dataDir)
  return () => rm(server.dataDir, { recursive: true, force: true })
}
