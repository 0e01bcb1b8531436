/** The tables, in steps. A step that was released is never changed; a new one comes after it. `user_version` counts them. */
import type { Database } from './database.ts'
import { StoreUnusable } from './errors.ts'

/** 'Mslu': a database of another program is left alone. */
const APPLICATION_ID = 0x4d736c75

/**
 * Keys stand first in their row, so that they lie in the leaf page and never in an overflow page.
 * Secret columns are sealed (vault.ts). `resting`: nobody waits or is held, so the content may go at `keep_until`.
 * `content_key` null = shredded; `file` null = the body stands in table `body`.
 */
const FIRST = `
create table meta (name text primary key, value blob not null) without rowid;

create table message (
  id text primary key,
  record_key blob not null,
  content_key blob,
  kind text not null,
  state text not null,
  owner text,
  lease_until integer not null default 0,
  judgings integer not null default 0,
  resting integer not null default 0,
  changed integer not null default 0,
  keep_until integer not null default 0,
  bytes integer not null,
  file text,
  head blob not null,
  addresses blob,
  verdict blob
);
create index message_received on message (lease_until) where state = 'received';
create index message_state on message (state, id);
create index message_kind on message (kind, id);
create index message_shred on message (keep_until) where resting = 1 and content_key is not null;

create table body (message text primary key references message (id) on delete cascade, sealed blob not null);

create table recipient (
  message text not null references message (id) on delete cascade,
  ordinal integer not null,
  fate text not null,
  attempts integer not null default 0,
  next_at integer not null,
  first_at integer not null,
  owner text,
  lease_until integer not null default 0,
  reply blob,
  primary key (message, ordinal)
) without rowid;
create index recipient_fate on recipient (fate, message);
create index recipient_due on recipient (next_at) where fate = 'waiting';
create index recipient_deadline on recipient (next_at) where fate = 'held';

create table history (
  message text not null references message (id) on delete cascade,
  seq integer not null,
  sealed blob not null,
  primary key (message, seq)
) without rowid;

create table submission (digest blob primary key, message text not null, at integer not null) without rowid;
create index submission_at on submission (at);

create table record (
  kind text not null, name blob not null, expires numeric not null, sealed blob not null,
  primary key (kind, name)
) without rowid;
create index record_expires on record (expires) where expires > 0;

create table audit (seq integer primary key, sealed blob not null);
create trigger audit_kept before update on audit begin select raise(abort, 'the audit log is append-only'); end;
create trigger audit_stays before delete on audit begin select raise(abort, 'the audit log is append-only'); end;

create table tally (name text primary key, n integer not null) without rowid;
insert into tally (name, n) values
  ('received', 0), ('judged', 0), ('done', 0), ('bytes', 0), ('waiting', 0), ('held', 0), ('stopped', 0),
  ('delivered', 0), ('failed', 0), ('returned', 0), ('withdrawn', 0), ('expired', 0);
create trigger message_in after insert on message begin
  update tally set n = n + 1 where name = new.state;
  update tally set n = n + new.bytes where name = 'bytes';
end;
create trigger message_moves after update of state on message when old.state <> new.state begin
  update tally set n = n - 1 where name = old.state;
  update tally set n = n + 1 where name = new.state;
end;
create trigger message_weighs after update of bytes on message when old.bytes <> new.bytes begin
  update tally set n = n - old.bytes + new.bytes where name = 'bytes';
end;
create trigger message_out after delete on message begin
  update tally set n = n - 1 where name = old.state;
  update tally set n = n - old.bytes where name = 'bytes';
end;
create trigger recipient_in after insert on recipient begin
  update tally set n = n + 1 where name = new.fate;
end;
create trigger recipient_moves after update of fate on recipient when old.fate <> new.fate begin
  update tally set n = n - 1 where name = old.fate;
  update tally set n = n + 1 where name = new.fate;
end;
create trigger recipient_out after delete on recipient begin
  update tally set n = n - 1 where name = old.fate;
end;
`

/** Signs of life of the processes that hold leases. */
const BEATS = 'create table beat (owner text primary key, until integer not null) without rowid'

/** What processes share for a while (sharing.ts). */
const SHARING = `
create table count (name blob primary key, n integer not null, until integer not null) without rowid;
create table slot (name text not null, holder text not null, until integer not null, primary key (name, holder))
  without rowid;
create table slot_wanted (name text primary key, held integer not null, until integer not null) without rowid;
`

/** A rotation of keys seals rows anew and changes nothing in them; it says so within its transaction (sqlite-shelf.ts). */
const RESEALING = `
drop trigger audit_kept;
create trigger audit_kept before update on audit
  when new.seq <> old.seq or not exists (select 1 from meta where name = 'resealing')
  begin select raise(abort, 'the audit log is append-only'); end;
`

/** Messages that came as several transactions: their ids, the oldest first, with a space between. */
const FAMILIES = `
create table family (digest blob primary key, members text not null, at integer not null) without rowid;
create index family_at on family (at);
`

/** By what a message is found (traces.ts): numbers in its row, as JSON; null = stored before there were any. */
const TRACES = `
alter table message add column terms text;
create index message_untraced on message (id) where terms is null;
create table trace (term integer not null, message text not null, primary key (term, message)) without rowid;
create trigger message_traced after insert on message when new.terms is not null begin
  insert or ignore into trace (term, message) select value, new.id from json_each(new.terms);
end;
create trigger message_retraced after update of terms on message when old.terms is not new.terms begin
  delete from trace where term in (select value from json_each(old.terms)) and message = old.id;
  insert or ignore into trace (term, message) select value, new.id from json_each(new.terms);
end;
create trigger message_untraces after delete on message when old.terms is not null begin
  delete from trace where term in (select value from json_each(old.terms)) and message = old.id;
end;
`

/** Counts of days and weeks (figures.ts). `figure_batch`: what was added lately, so that it is not added twice. */
const FIGURES = `
create table figure_period (period text primary key, until integer not null) without rowid;
create table figure (
  period text not null, school text not null, key text not null, n integer not null,
  primary key (period, school, key)
) without rowid;
create table figure_batch (batch text primary key, until integer not null) without rowid;
`

const MIGRATIONS: readonly string[] = [FIRST, BEATS, SHARING, RESEALING, FAMILIES, TRACES, FIGURES]

const pragma = (db: Database, name: string): number => db.get<Record<string, number>>(`pragma ${name}`)?.[name] ?? 0

/** Throws when the file is not ours or comes from a newer release; changes nothing. */
export const checkVersion = (db: Database): void => {
  const version = pragma(db, 'user_version')
  const tables = db.get<{ n: number }>('select count(*) as n from sqlite_schema')?.n ?? 0
  if ((version > 0 || tables > 0) && pragma(db, 'application_id') !== APPLICATION_ID) {
    throw new StoreUnusable('The file given as store is a database of another program. Nothing was changed.')
  }
  if (version > MIGRATIONS.length) {
    throw new StoreUnusable('The store was written by a newer release. Start that release. Nothing was changed.')
  }
}

/** Two processes may start at once: the version is read again under the write lock. */
export const migrate = (db: Database): void => {
  if (pragma(db, 'user_version') === MIGRATIONS.length) return
  db.exec('begin immediate')
  try {
    const from = pragma(db, 'user_version')
    for (const step of MIGRATIONS.slice(from)) db.exec(step)
    db.exec(`pragma application_id = ${APPLICATION_ID}`)
    db.exec(`pragma user_version = ${MIGRATIONS.length}`)
    db.exec('commit')
  } catch (error) {
    if (db.inTransaction) db.exec('rollback')
    throw error
  }
}
