/** A read model: all of it can be drawn again from the log. Emptying it and its follower's position does that. */
export const conversationTables = `
  create table thread (
    tenant text not null,
    conversation text not null,
    inbox text not null,
    contact text not null,
    status text not null,
    assignee text,
    snoozed_until bigint,
    changed_at bigint not null,
    primary key (tenant, conversation)
  );
  create index thread_by_change on thread (tenant, changed_at desc);
  create index thread_to_wake on thread (snoozed_until) where status = 'snoozed';
`

/** Without its follower's position every row is drawn again, and gets the new column. */
export const resolvedThreads = `
  alter table thread add column resolved_at bigint;
  create index thread_of_contact on thread (tenant, contact);
  delete from follower where name = 'threads';
`
