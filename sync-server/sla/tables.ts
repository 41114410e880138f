/**
 * Conversations with something in them that runs, and when to look at them next: nothing that the log does not say.
 * `look_at` null: not before something happens.
 */
export const slaTables = `
  create table sla_clock (
    tenant text not null,
    conversation text not null,
    inbox text not null,
    look_at bigint,
    primary key (tenant, conversation)
  );
  create index sla_clock_by_look on sla_clock (look_at);
  create index sla_clock_of_inbox on sla_clock (tenant, inbox);
`
