import { BlockList, isIP } from 'node:net'

/** Networks no vendor's file is in: this machine, its neighbours, and what stands for others. RFC 6890 and its heirs. */
const forbidden = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4]
] as const)
  forbidden.addSubnet(network, prefix, 'ipv4')

/** Of IPv6 only what is handed out for the public net; in it are others' tunnels and the examples of books. */
const global = new BlockList()
global.addSubnet('2000::', 3, 'ipv6')
const within = new BlockList()
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20]
] as const)
  within.addSubnet(network, prefix, 'ipv6')

export function isPublic(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !forbidden.check(address, 'ipv4')
    case 6: {
      const bare = address.split('%')[0] ?? ''
      return global.check(bare, 'ipv6') && !within.check(bare, 'ipv6')
    }
    default:
      return false
  }
}

/** May we go there at all? The names behind it are looked at when they are looked up. */
export function mayOpen(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, username, password, port, hostname } = new URL(address)
  if (protocol !== 'https:' || username !== '' || password !== '' || port !== '') return false
  const bare = hostname.replace(/^\[|\]$/g, '')
  return isIP(bare) === 0 ? bare.includes('.') && !bare.endsWith('.') : isPublic(bare)
}
