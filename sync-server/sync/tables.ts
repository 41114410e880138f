/** Whose device is whose: an outbox belongs to one agent, so that nobody can use up another's `n`. */
export const syncTables = `
  create table client (
    tenant text not null,
    client text not null,
    agent text not null,
    primary key (tenant, client)
  );
`
