export const canUnpack = 'DecompressionStream' in globalThis

/** What was packed for the wire (`shared/protocol/packed.ts`). @throws TypeError when it is not whole. */
export function unpacked(packed: ArrayBuffer): Promise<string> {
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).text()
}
