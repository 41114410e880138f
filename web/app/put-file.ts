/**
 * Brings bytes to an address. Answers what the server said, and throws when the network breaks or `signal` says that nobody wants
 * it any more. `told` hears how many bytes have gone: `fetch` tells nobody.
 */
export type Put = (
  address: string,
  body: { readonly mime: string; readonly bytes: ArrayBuffer },
  told: (sent: number) => void,
  signal: AbortSignal
) => Promise<{ readonly status: number; readonly text: string }>

/** Neither another byte nor an answer for so long: the line is dead, whatever the browser believes, and what waits goes on another. */
const deafAfterMs = 60_000

export const putFile: Put = (address, { mime, bytes }, told, signal) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    let deaf: ReturnType<typeof setTimeout> | undefined
    const hear = () => {
      clearTimeout(deaf)
      deaf = setTimeout(() => request.abort(), deafAfterMs)
    }
    const broken = () => {
      clearTimeout(deaf)
      reject(new Error('the file did not arrive'))
    }
    if (signal.aborted) return broken()
    request.upload.addEventListener('progress', ({ loaded }) => {
      hear()
      told(loaded)
    })
    request.addEventListener('load', () => {
      clearTimeout(deaf)
      resolve({ status: request.status, text: request.responseText })
    })
    request.addEventListener('error', broken)
    request.addEventListener('abort', broken)
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.open('PUT', address)
    request.setRequestHeader('content-type', mime)
    hear()
    request.send(bytes)
  })
