/**
 * Stands in a statement's `from`: what it writes need not be on the disk when it is answered. It gets there with the next
 * commit that must be, in order. Only for what is drawn from the log, and drawn again where a crash forgot it: each sync
 * that nobody waits for keeps an event waiting that somebody does.
 */
export const unsynced = `(select set_config('synchronous_commit', 'off', true)) as unsynced`
