import { NotLetIn } from '../not-let-in.ts'
import type { MailServer } from './account.ts'
import { NoTls, NotPublic } from './reach.ts'

/** Nobody there, in Node's words and the libraries'. */
const silent =
  /^(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|ETIMEOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|CONNECT_TIMEOUT|ABORT_ERR)$/
/** It speaks TLS, and in a name that is not its own, or that nobody vouches for. */
const unproven = /CERT|SIGNATURE|ISSUER|SELF_SIGNED/

/**
 * What keeps us from a server, in the words of whoever entered it, at their field. Never what the server said: it may
 * repeat what it was told.
 */
export function whyNot(error: unknown, server: MailServer): NotLetIn {
  if (error instanceof NotLetIn) return error
  return new NotLetIn(sentence(error, server), server.kind === 'imap' ? 'incoming' : 'outgoing')
}

/** As Node and both libraries tell what went wrong; one of them has a code of its own before Node's. */
type Told = {
  /** The web's own errors have a number there. */
  readonly code?: string | number
  readonly originalCode?: string
  readonly name?: string
  readonly tlsFailed?: boolean
}

function sentence(error: unknown, { kind, host, port }: MailServer): string {
  const { name, tlsFailed, ...told } = error as Told
  const code = String(told.originalCode ?? told.code ?? '')
  const at = `${host}, port ${port}`
  if (error instanceof NotPublic) return `There is no mail server ${host} on the public internet.`
  if (unproven.test(code)) return `The server at ${at} does not prove that it is ${host}: its certificate is not valid.`
  if (error instanceof NoTls || tlsFailed || /^(?:ETLS|EREQUIRETLS|EPROTO|ERR_SSL.*|ERR_TLS.*)$/.test(code)) {
    return `The server at ${at} speaks no TLS there, so a password would be read by others. ${otherPorts[kind]}`
  }
  if (silent.test(code) || name === 'AbortError' || name === 'TimeoutError') {
    return `Nobody answers at ${at}. Is the name right, and the port? ${otherPorts[kind]}`
  }
  return `What answers at ${at} is no server for ${kind === 'imap' ? 'fetching mail (IMAP)' : 'sending mail (SMTP)'}.`
}

const otherPorts = {
  imap: 'Most have 993, some 143.',
  smtp: 'Most have 465 or 587.'
}
