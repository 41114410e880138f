import type { Mail } from './mail.ts'

/**
 * Was it written by a program that answers by itself? RFC 3834 asks programs to say so in `Auto-Submitted`; older ones
 * have other words. `Precedence: list` is none of them: a support address that is a group has it on every mail.
 * `byForm`: a form wrote it for somebody, so that it was generated says nothing of them.
 */
export function isAutomatic({ head, attachments }: Pick<Mail, 'head' | 'attachments'>, byForm: boolean): boolean {
  // That a mail was opened (RFC 8098): their program says it.
  if (attachments.some(({ mimeType }) => mimeType === 'message/disposition-notification')) return true
  const submitted = head('auto-submitted')?.trim().toLowerCase()
  const isPersons = byForm ? /^(?:no|auto-generated)\b/ : /^no\b/
  if (submitted !== undefined && submitted !== '' && !isPersons.test(submitted)) return true
  if (['x-autoreply', 'x-autorespond', 'x-autoresponse'].some(name => isSaid(head(name)))) return true
  return /^(?:auto[_-]?reply|bulk|junk)$/i.test(head('precedence')?.trim() ?? '')
}

function isSaid(value: string | undefined): boolean {
  return value !== undefined && !/^(?:no|false|0)?$/i.test(value.trim())
}
