/** What a platform sent. */
export type Sent = { readonly payload: unknown }

/** `undefined`: it is no JSON. */
export function jsonIn(body: Uint8Array): Sent | undefined {
  const text = new TextDecoder().decode(body)
  const harmful = /\\u0000|\\ud[89a-f]/i.test(text)
  try {
    const payload: unknown = JSON.parse(text, harmful ? (_key, value: unknown) => cleaned(value) : undefined)
    return { payload }
  } catch {
    return undefined
  }
}

/** The fields of a form, and of the address it was sent to. A form may be anything; a field that is there twice is its last. */
export function fieldsIn(address: string, body: Uint8Array): Sent {
  const fields = [...new URL(address).searchParams, ...new URLSearchParams(new TextDecoder().decode(body))]
  return { payload: Object.fromEntries(fields.map(([name, value]) => [cleaned(name), cleaned(value)])) }
}

/** The database takes neither NUL nor half a surrogate pair, and a customer's message must not be lost over one. */
function cleaned<T>(value: T): T | string {
  return typeof value === 'string' ? value.replaceAll('\0', '\uFFFD').toWellFormed() : value
}
