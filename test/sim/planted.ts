export type PlantedFault = { readonly file: string; readonly text: string; readonly fault: string }

/** One line of an engine each, and how somebody might get it wrong. The simulator must notice every one. */
export const plantedFaults: Readonly<Record<string, PlantedFault>> = {
  'a cursor moves past what was not stored': {
    file: 'web/sync/engine/receive.ts',
    text: "yield* dropErased(erasures)\n    yield* put('events', events)",
    fault: "yield* dropErased(erasures)\n    yield* put('events', events.slice(1))"
  },
  'a cursor stays where it was': {
    file: 'web/sync/engine/receive.ts',
    text: 'const moved = { incarnation, seq: frame.to, fingerprint: frame.fingerprint }',
    fault: 'const moved = { incarnation, seq: frame.from - 1, fingerprint: frame.fingerprint }'
  },
  'a stream that was looked for in vain is not among those held': {
    file: 'web/sync/engine/receive.ts',
    text: 'if (hot?.version === version - 1 && version > 1) return hot',
    fault: 'if (hot?.version === version - 1) return hot'
  },
  'the contact of a returning customer is not asked for': {
    file: 'web/sync/engine/receive.ts',
    text: 'return isTheirs ? `contact/${(row as { contact: string }).contact}` : null',
    fault: 'return isTheirs && null'
  },
  'the fence is forgotten': {
    file: 'web/sync/engine/receive.ts',
    text: "if (newest !== epoch) throw new Overtaken('another tab owns the socket')",
    fault: 'if (newest < epoch) throw new Overtaken(`another tab owns the socket`)'
  },
  'a snapshot leaves old events beside the new': {
    file: 'web/sync/engine/receive-snapshot.ts',
    text: 'yield* forgetOlder(streams, now)',
    fault: 'void forgetOlder'
  },
  'a snapshot begins and memory stands where the last log ended': {
    file: 'web/sync/engine/receive-snapshot.ts',
    text: 'yield* tell({ ...nothingStored, cursor: null })',
    fault: 'void tell'
  },
  'a device is answered before its snapshot begins': {
    file: 'sync-server/sync/engine/snapshot.ts',
    text: "send(turn, outgoing({ type: 'snapshot', seq, part: 0, last: false, fingerprint, streams: [] }))",
    fault: 'become(turn, { snapshot: null })'
  },
  'a store that holds something is taken for empty': {
    file: 'web/sync/engine/receive-snapshot.ts',
    text: 'if (yield* isAnyBefore(now)) yield* liftOut(brought)',
    fault: 'void isAnyBefore'
  },
  'what is told is written beside what a pack holds': {
    file: 'web/sync/engine/receive.ts',
    text: 'yield* takeOut([...byTheirs.keys()])',
    fault: 'void takeOut'
  },
  'a pack keeps what was taken out of it': {
    file: 'web/sync/engine/packing.ts',
    text: 'yield* removePacks(packs.filter(({ held }) => held.every(isOut)))',
    fault: 'void isOut'
  },
  'what is no longer ours is not swept out': {
    file: 'web/sync/engine/receive-snapshot.ts',
    text: 'const packs = yield* packsBefore(now)',
    fault: 'const packs = yield* packsBefore(0)'
  },
  'a snapshot forgets the carry': {
    file: 'web/sync/engine/held.ts',
    text: 'return { stream, from, carry, hole: false, generation }',
    fault: 'return { stream, from, carry: null, hole: false, generation }'
  },
  'two commands get one n': {
    file: 'web/sync/engine/outbox.ts',
    text: "yield* put('identity', [{ ...identity, lastN: n }])",
    fault: "yield* put('identity', [{ ...identity, lastN: n - (n % 5 === 0 ? 1 : 0) }])"
  },
  'a refusal is taken for a yes': {
    file: 'web/sync/engine/outbox.ts',
    text: 'refusal: command ? refusal : null }',
    fault: 'refusal: null }'
  },
  "another's answer is taken for ours": {
    file: 'web/sync/engine/outbox.ts',
    text: 'if (ack.command !== (row.command?.id ?? null)) return',
    fault: 'if (ack.n < 0) return'
  },
  'what was accepted is not kept for a restored server': {
    file: 'web/sync/engine/outbox.ts',
    text: "yield* put('settled', [{ ...row, settledAt: now }])",
    fault: 'void now'
  },
  'an older copy starts again without what waits': {
    file: 'web/sync/engine/outbox.ts',
    text: 'const waiting = rows.filter(row => row.command)',
    fault: 'const waiting = rows.filter(row => row.command && row.refusal)'
  },
  'an outbox that starts again is not drawn again': {
    file: 'web/sync/engine/news.ts',
    text: "yield* log.outbox.renumber(client)\n    tell({ type: 'outbox-changed' })\n    yield* painter.outbox()",
    fault: 'yield* log.outbox.renumber(client)'
  },
  'what a restored server asks for again is not waited for': {
    file: 'web/sync/engine/window.ts',
    text: 'acceptedAt: null, refusal }',
    fault: 'acceptedAt: 1, refusal }'
  },
  'memory keeps what was reset': {
    file: 'web/sync/engine/past.ts',
    text: 'for (const stream of stored.reset) hot.delete(stream)',
    fault: 'for (const stream of stored.reset.slice(1)) hot.delete(stream)'
  },
  'the other tabs are not told what was stored': {
    file: 'web/sync/engine/news.ts',
    text: "tell({ type: 'stored', epoch, stored })\n    if (stored.erased",
    fault: 'if (stored.erased'
  },
  'the other tabs are not told of answers': {
    file: 'web/sync/engine/news.ts',
    text: "tell({ type: 'outbox-changed' })\n    yield* painter.outbox(touched)",
    fault: 'yield* painter.outbox(touched)'
  },
  'a socket that fell silent is trusted': {
    file: 'web/sync/engine/line.ts',
    text: 'if (!line.isOpen || line.probedAt !== null) return end(line, device)',
    fault: 'if (!line.isOpen) return end(line, device)'
  },
  'an answer does not show that we are heard': {
    file: 'web/sync/engine/line.ts',
    text: 'return same({ ...line, probedAt: null }, {',
    fault: 'return same(line, {'
  },
  'two copies of a profile take the line from each other': {
    file: 'web/sync/engine/line.ts',
    text: "if (reason === 'overtaken') {",
    fault: "if (reason === 'overtaken' && comeBackAfterMs === 0) {"
  },
  'who only pings is taken for gone': {
    file: 'sync-server/sync/engine/hand.ts',
    text: 'listen(turn)\n  if (frame',
    fault: "if (frame?.type !== 'ping') listen(turn)\n  if (frame"
  },
  'nobody dials again': {
    file: 'web/sync/engine/line.ts',
    text: "return input.timer === 'redial' ? dial(before, device) : restless(before, device)",
    fault: "return input.timer === 'redial' ? same(before) : restless(before, device)"
  },
  'what was not answered is not asked again': {
    file: 'web/sync/engine/line.ts',
    text: 'return row.acceptedAt === null && row.refusal === null',
    fault: 'return false'
  },
  'a leader that was overtaken goes on': {
    file: 'web/sync/engine/leader.ts',
    text: "if (before.state !== 'leading' && before.state !== 'rising') return same(before)",
    fault: "if (before.state !== 'rising') return same(before)"
  },
  'nobody takes over from a frozen leader': {
    file: 'web/sync/engine/leader.ts',
    text: "return leader.hasLocks ? same(leader, { do: 'ask for lock', how: 'steal' }) : rise(leader)",
    fault: 'return same(leader)'
  },
  'a refusal does not consume its n': {
    file: 'sync-server/sync/engine/intake.ts',
    text: 'return answered(intake, input.ack.n, input.ack, effects)',
    fault: 'return answered(intake, input.ack.n - (input.ack.refusal ? 1 : 0), input.ack, effects)'
  },
  'a watermark is not sent': {
    file: 'sync-server/sync/engine/events-frames.ts',
    text: '  cut(to)\n',
    fault: '  if (seen.length > 0) cut(to)\n'
  },
  'an event is sent to whoever is there': {
    file: 'sync-server/sync/engine/events-frames.ts',
    text: 'if (viewer.sees(event.scope)) {',
    fault: 'if (viewer.agent) {'
  },
  'a part knows of what was not told yet': {
    file: 'sync-server/sync/engine/older.ts',
    text: 'event.seq <= told && viewer.sees(event.scope)',
    fault: 'viewer.sees(event.scope)'
  },
  'a batch that comes while the feed is behind is forgotten': {
    file: 'sync-server/sync/engine/feed.ts',
    text: 'if (!next && cursor >= told)',
    fault: 'if (!next)'
  },
  'a cursor of another life is believed': {
    file: 'sync-server/sync/engine/greeting.ts',
    text: 'if (isNear && goesOn(cursor, found.hashThere)) startFeed',
    fault: 'if (cursor !== null && cursor.seq <= head) startFeed'
  },
  'a right that was taken leaves the socket open': {
    file: 'sync-server/sync/engine/hub.ts',
    text: 'const isAsBefore = now.sight === viewer.sight && now.role === viewer.role',
    fault: 'const isAsBefore = now.role === viewer.role'
  },
  'a head is not moved': {
    file: 'sync-server/log/arrange.ts',
    text: 'known.heads.set(keyOf(tenant, stream), { version, firstDay })',
    fault: 'known.heads.set(keyOf(tenant, stream), { version: one.version, firstDay })'
  },
  'a cause is heard twice': {
    file: 'sync-server/log/arrange.ts',
    text: "if (heardAt !== undefined) return { result: 'repeated', seq: heardAt }",
    fault: "if (heardAt === -1) return { result: 'repeated', seq: heardAt }"
  },
  'one too many is let into a full stage': {
    file: 'shared/workflow/decide-move.ts',
    text: 'return cards >= limit ?',
    fault: 'return cards > limit ?'
  },
  'who moves a card does not say in which cycle': {
    file: 'shared/workflow/decide-move.ts',
    text: 'const { from, to, rank, cycle, received } = command',
    fault: 'const { from, to, rank, cycle, received } = { ...command, cycle: undefined }'
  },
  'a card is moved by who saw it elsewhere': {
    file: 'shared/workflow/decide-move.ts',
    text: 'if (!sightsOf(workflow, card).includes(from) || isOfAnother(cycle, card))',
    fault: 'if (isOfAnother(cycle, card))'
  },
  'a reply that a restored server forgot goes again': {
    file: 'web/sync/engine/forgotten.ts',
    text: 'return row.acceptedAt === null ? row : mayHaveGone(row)',
    fault: 'return row'
  },
  'what went unanswered to a log that is no more goes again': {
    file: 'web/sync/engine/forgotten.ts',
    text: 'row.acceptedAt === null && row.refusal === null).map(mayHaveGone)',
    fault: 'row.acceptedAt === null && row.refusal === null)'
  },
  'a follower keeps its place before it acts': {
    file: 'sync-server/log/pursuit.ts',
    text: 'await handle({ tenant, from, to, events })\n    seq = to\n    moved(seq)',
    fault: 'moved(to)\n    await handle({ tenant, from, to, events })\n    seq = to'
  },
  'an automation forgets what it had decided': {
    file: 'sync-server/automation/consider.ts',
    text: 'const known = await runs.find(tenant, automation, cause)',
    fault: 'const known = await runs.find(tenant, automation, `${cause}?`)'
  },
  'an automation is judged over before it has acted': {
    file: 'sync-server/automation/consider.ts',
    text: 'if (!known) await runs.keep(tenant, automation, run, false)',
    fault: 'if (!known) await runs.keep(tenant, automation, run, true)'
  },
  'automations go round in a circle': {
    file: 'sync-server/automation/consider.ts',
    text: 'if (depth >= mostDepth)',
    fault: 'if (depth > 5)'
  },
  'what an automation said before a copy was made is said again': {
    file: 'sync-server/automation/consider.ts',
    text: 'occasion.said < (await parts.copiedAt(tenant))',
    fault: 'occasion.said < 0'
  },
  'who was told before a copy was made that nobody is there is told again': {
    file: 'sync-server/conversations/when-customer-writes-after-hours.ts',
    text: 'if (received.at < (await copiedAt(sql.everywhere.query, tenant))) return',
    fault: 'void copiedAt'
  },
  'an automation closes over what it has not heard': {
    file: 'sync-server/past/as-it-was.ts',
    text: 'events.findLast(isPast)',
    fault: 'events.findLast(event => isPast(event) || true)'
  },
  'a wait is struck out before anything is done about it': {
    file: 'sync-server/automation/when-time-comes.ts',
    text: 'const { tenant, automation, conversation, at, since } = due\n',
    fault: 'const { tenant, automation, conversation, at, since } = due\n  await dues.drop(due)\n'
  },
  'a card that is over stays over when its customer writes': {
    file: 'sync-server/workflow/when-customer-writes.ts',
    text: 'end && end.seq < seq',
    fault: 'end && end.seq < 0'
  },
  'something happens after it was recorded': {
    file: 'shared/conversations/decision.ts',
    text: 'at: Math.min(command.at, context.now)',
    fault: 'at: command.at'
  }
}
