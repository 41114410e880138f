import { randomInt } from 'node:crypto'

/** An address of somebody of this name, below a domain that belongs to nobody (RFC 2606). */
export function inventedAddress(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9 ]/g, '')
  const words = plain.split(' ').filter(word => word !== '')
  return `${[...words.slice(0, 3), String(randomInt(10, 100))].join('.').slice(0, 60)}@mail.example`
}

/** Who may look into an account's mailbox and send from it: both addresses it is connected with have that in them. */
export function whoIsIn(address: string): { readonly user: string; readonly pass: string } {
  const { username, password } = new URL(address)
  return { user: decodeURIComponent(username), pass: decodeURIComponent(password) }
}
