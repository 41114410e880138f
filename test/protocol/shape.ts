type Schema = { type: string; [key: string]: unknown }

/** A schema's shape as text: types, fields, options and limits, in one order. */
export function shapeOf(schema: unknown): string {
  if (Array.isArray(schema)) return `[${schema.map(shapeOf).join()}]`
  if (schema instanceof RegExp) return String(schema)
  if (typeof schema === 'function') return 'function'
  if (typeof schema !== 'object' || schema === null) return JSON.stringify(schema) ?? 'undefined'
  const parts = Object.entries(schema as Schema)
    .filter(([key]) => !['reference', 'expects', 'async', 'message', 'kind'].includes(key) && !key.startsWith('~'))
    .map(([key, value]) => `${key}:${shapeOf(value)}`)
  return `{${parts.sort().join()}}`
}
