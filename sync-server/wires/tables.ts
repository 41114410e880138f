/** What platforms told of the accounts behind the inboxes. No fact either: a workspace that moves has other accounts. */
export const newsTable = `
  create table account_news (
    tenant text not null,
    inbox text not null,
    id text not null,
    at bigint not null,
    about text not null,
    trouble boolean not null,
    sentence text not null,
    words text not null,
    primary key (tenant, inbox, id)
  );
`

/** When each inbox was last called by its platform. No fact: it says how the wire is, not what was said. */
export const heardTable = `
  create table inbox_heard (
    inbox text primary key,
    tenant text not null,
    proved_at bigint,
    heard_at bigint
  );
`
