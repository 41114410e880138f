import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'

/** This picture cannot be drawn, or not within its time and memory. */
export class NotDrawn extends Error {}

/** Makes a picture smaller. `null`: there is no point in it. @throws NotDrawn, and what reading it throws */
export type Draw = (picture: Readable) => Promise<Uint8Array | null>

const script = fileURLToPath(new URL('draw-small.ts', import.meta.url))
const usualMs = 10_000
/** Far more than any of that size has. */
const mostBytes = 2 * 1024 * 1024

/** In a process of its own: 0.15 s to start, and its end when its time is over is certain. */
export function drawBeside(atMostMs = usualMs): Draw {
  return async picture => {
    const child = spawn(process.execPath, [script], {
      stdio: ['pipe', 'pipe', 'ignore'],
      env: surroundings(),
      timeout: atMostMs,
      killSignal: 'SIGKILL',
      windowsHide: true
    })
    const ended = new Promise<void>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code, signal) =>
        code === 0 ? resolve() : reject(new NotDrawn(`it ended with ${signal ?? code}`))
      )
    })
    const told = pipeline(picture, child.stdin).catch((error: NodeJS.ErrnoException) => {
      child.kill('SIGKILL')
      // Who ends before everything was told says why with its code.
      if (error.code !== 'EPIPE' && error.code !== 'ECONNRESET') throw error
    })
    const [small] = await Promise.all([wholeOf(child.stdout), ended, told])
    return small.length === 0 ? null : small
  }
}

async function wholeOf(stream: Readable): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of stream as AsyncIterable<Uint8Array>) {
    bytes += part.length
    if (bytes > mostBytes) throw new NotDrawn('what came of it is not small')
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** None of the server's secrets. */
function surroundings(): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE, SystemRoot } = process.env
  return { ...(NODE_COMPILE_CACHE && { NODE_COMPILE_CACHE }), ...(SystemRoot && { SystemRoot }) }
}
