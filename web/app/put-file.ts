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

export const putFile: Put = (address, { mime, bytes }, told, signal) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const broken = () => reject(new Error('the file did not arrive'))
    request.upload.addEventListener('progress', ({ loaded }) => told(loaded))
    request.addEventListener('load', () => resolve({ status: request.status, text: request.responseText }))
    request.addEventListener('error', broken)
    request.addEventListener('abort', broken)
    signal.addEventListener('abort', () => request.abort(), { once: true })
    request.open('PUT', address)
    request.setRequestHeader('content-type', mime)
    request.send(bytes)
  })
