/**
 * The files of messages: those still to be fetched, and those that are here: `told` when the log says so. A row goes when a file
 * cannot be had, and with its conversation. `seq` is where the log names the file at its platform.
 */
export const mediaTables = `
  create table media_file (
    tenant text not null,
    conversation text not null,
    message text not null,
    edit text not null,
    item int not null,
    seq bigint not null,
    since bigint not null,
    file text,
    mime text,
    bytes bigint,
    told boolean not null default false,
    primary key (tenant, conversation, message, edit, item)
  );
  create index media_to_fetch on media_file (tenant, seq) where not told;
  create index media_by_file on media_file (tenant, file) where file is not null;
`

/**
 * What was brought, since when, and is not known to be named by an event: after a while it is cleared away. Of what was
 * there before this table was, the time begins with it.
 */
export const broughtFiles = `
  create table media_brought (
    tenant text not null,
    conversation text not null,
    file text not null,
    since bigint not null,
    primary key (tenant, conversation, file)
  );
  insert into media_brought (tenant, conversation, file, since)
  select distinct tenant, conversation, file, (extract(epoch from clock_timestamp()) * 1000)::bigint
  from media_file mine where message = 'brought:' || file and not exists (select from media_file other
    where other.tenant = mine.tenant and other.conversation = mine.conversation and other.file = mine.file
      and other.message <> mine.message);
`
