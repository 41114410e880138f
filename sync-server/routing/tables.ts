/** What each workspace's router knew when it was last kept: a cache, its log is the truth. `look_at`: what it waits for. */
export const routingTables = `
  create table routing_picture (
    tenant text primary key,
    seq bigint not null,
    look_at bigint,
    picture text not null,
    proof text not null
  );
`

/** What it knew at the end of each of the last days: from there a dry run plays the week. */
export const pastPictures = `
  create table routing_past (
    tenant text not null,
    day date not null,
    seq bigint not null,
    picture text not null,
    proof text not null,
    primary key (tenant, day)
  );
`
