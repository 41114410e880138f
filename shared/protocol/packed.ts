/**
 * Where a device dials that can unpack: long frames may come as binary messages then, raw deflate of their JSON, each by
 * itself. Who dials `/sync`, as devices did before, gets all of them as text; a server that knows only that sends text.
 */
export const packedAddress = '/sync?packed'
