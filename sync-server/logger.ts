import { destination, pino, type Logger } from 'pino'
import type { Config } from './config.ts'

/**
 * Structured lines on stderr for whoever runs the server. What an error says may quote what somebody wrote, an
 * address or a whole row: so of any error the log keeps its kind, its code, where it happened, and its words without
 * what stands in quotation marks or brackets.
 */
export function openLogger(level: Config['logLevel']): Logger {
  return pino({ level, base: null, serializers: { err: withoutWords, fault: unquoted } }, destination(2))
}

export function withoutWords(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error
  const { name, message, stack = '', cause } = error
  const { code } = error as { code?: unknown }
  const frames = stack.split('\n').filter(line => /^ {4}at /.test(line))
  return {
    name,
    ...((typeof code === 'string' || typeof code === 'number') && { code }),
    message: unquoted(message),
    stack: frames.join('\n'),
    ...(cause instanceof Error && { cause: withoutWords(cause) })
  }
}

export function unquoted(text: unknown): string {
  // A quotation that never ends, because the quoted has a quotation mark in it, goes to the end.
  return String(text).replaceAll(/"[\s\S]*"|"[\s\S]*$|'[\s\S]*'|\([\s\S]*\)|\([\s\S]*$/g, '…')
}
