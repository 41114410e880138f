import type { TestProject } from 'vitest/node'
import { startPostgres } from './postgres.ts'

declare module 'vitest' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be merged with vitest's
  interface ProvidedContext {
    /** Only in the project `postgres`. */
    postgresUrl: string | undefined
  }
}

/** One server for the whole project; every test file makes a database of its own on it. */
export default async function postgresProject(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres()
  project.provide('postgresUrl', server.url)
  return () => server.stop()
}
