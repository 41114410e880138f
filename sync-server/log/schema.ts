import type { Migration } from '../db/migrate.ts'

/**
 * A unique index of a partitioned table must contain the partition's key. So that a stream has each version once and
 * a tenant each cause once over all days, `head` and `heard` stand beside `event`, small and unpartitioned.
 * `was` is the version before the last append, for that append to compare: of a row that is there an insert sees no more.
 * A stream's keys and what was erased of it are written with its events, so they are here.
 * `data` is `json`, not `jsonb`: it keeps the very bytes the hash was made of, and every text a customer can send.
 */
export const logMigrations: readonly Migration[] = [
  {
    name: 'log-1-events',
    sql: `
      create table event (
        tenant text not null,
        day date not null,
        seq bigint not null,
        stream text not null,
        version integer not null,
        type text not null,
        at bigint not null,
        recorded_at bigint not null,
        by text not null,
        cause text not null,
        data json not null,
        scope text not null,
        hash bytea not null,
        unique (tenant, seq, day)
      ) partition by range (day);
      create index event_stream on event (tenant, stream, version);

      create table head (
        tenant text not null,
        stream text not null,
        was integer not null default 0,
        version integer not null,
        scope text not null,
        first_day date not null,
        last_day date not null,
        primary key (tenant, stream)
      ) with (fillfactor = 80);

      create table heard (
        tenant text not null,
        cause text not null,
        seq bigint not null,
        primary key (tenant, cause)
      );

      create table tenant_head (
        tenant text primary key,
        seq bigint not null default 0,
        recorded_at bigint not null default 0,
        hash bytea not null default ''
      ) with (fillfactor = 50);

      create table tenant_day (
        tenant text not null,
        day date not null,
        first_seq bigint not null,
        last_seq bigint not null,
        primary key (tenant, day)
      ) with (fillfactor = 50);

      create table ack (
        tenant text not null,
        client text not null,
        n bigint not null,
        command text,
        seq bigint not null,
        refusal json,
        judged_at bigint not null,
        primary key (tenant, client, n)
      );
      create index ack_command on ack (tenant, client, command);

      create table follower (
        name text not null,
        tenant text not null,
        seq bigint not null,
        primary key (name, tenant)
      ) with (fillfactor = 50);

      create table meta (key text primary key, value text not null);
      insert into meta values ('incarnation', gen_random_uuid()::text);
    `
  },
  {
    name: 'log-2-forgotten-acks',
    sql: `
      create table ack_forgotten (
        tenant text not null,
        client text not null,
        n bigint not null,
        primary key (tenant, client)
      )
    `
  },
  {
    name: 'log-3-closed-days',
    sql: `
      create table closed_day (
        tenant text not null,
        day date not null,
        first_seq bigint not null,
        last_seq bigint not null,
        events bigint not null,
        bytes bigint not null,
        root text not null,
        summary json not null,
        closed_at bigint not null,
        file text,
        checksum text,
        archived_at bigint,
        cold_at bigint,
        primary key (tenant, day)
      )
    `
  },
  {
    name: 'log-4-sealing',
    sql: `
      create table workspace_key (tenant text primary key, wrapped text not null);
      create table sealing_key (
        tenant text not null,
        stream text not null,
        since integer not null,
        contact text not null,
        wrapped text not null,
        primary key (tenant, stream, since)
      );
      create index sealing_key_contact on sealing_key (tenant, contact);
      create table erased_stream (
        tenant text not null,
        stream text not null,
        version integer not null,
        at bigint not null,
        primary key (tenant, stream)
      );
    `
  },
  {
    name: 'log-5-carries',
    sql: `
      create table carry (
        tenant text not null,
        stream text not null,
        version integer not null,
        state json not null,
        proof text not null,
        primary key (tenant, stream)
      )
    `
  }
]
