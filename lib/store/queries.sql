-- Every statement of the ledger, by name; prepared once, on first use, but for those of a
-- connection's settings and of the file's header (kho__db_once()).

-- name: meta_get
SELECT value FROM meta WHERE key = ?1;

-- name: meta_put
INSERT INTO meta (key, value) VALUES (?1, ?2);

-- name: origin_add
INSERT INTO origin (id, uuid) VALUES (?1, ?2);

-- name: origin_all
SELECT id, uuid FROM origin ORDER BY id;

-- name: entry_head
SELECT seq, number, hash FROM entry ORDER BY seq DESC LIMIT 1;

-- name: entry_add
INSERT INTO entry (seq, origin, number, uid, date, recorded, body, hash)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: entry_by_uid
SELECT seq, origin, number, uid, date, recorded, body, hash
FROM entry WHERE uid = ?1 AND origin = ?2;

-- name: entry_by_seq
SELECT seq, origin, number, uid, date, recorded, body, hash FROM entry WHERE seq = ?1;

-- name: entry_range
SELECT seq, origin, number, uid, date, recorded, body, hash
FROM entry WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq;

-- name: entry_defines
SELECT count(*) FILTER (WHERE instr(body, '"catalogue":{') > 0),
    count(*) FILTER (WHERE instr(body, '"rules":{') > 0)
FROM entry WHERE seq > ?1;

-- name: entry_happened
SELECT EXISTS (SELECT 1 FROM entry WHERE instr(body, '{"catalogue":{') <> 1);

-- name: reversal_add
INSERT INTO reversal (undone, by) VALUES (?1, ?2);

-- name: reversal_of
SELECT by FROM reversal WHERE undone = ?1;

-- name: channel_add
INSERT INTO channel (id, code) VALUES (?1, ?2);

-- name: channel_all
SELECT id, code FROM channel ORDER BY id;

-- name: item_put
INSERT INTO item (id, code, body) VALUES (?1, ?2, ?3)
ON CONFLICT (id) DO UPDATE SET body = excluded.body;

-- name: item_all
SELECT id, code, body FROM item ORDER BY id;

-- name: place_put
INSERT INTO place (id, code, kind, body) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (id) DO UPDATE SET body = excluded.body;

-- name: place_first
UPDATE place SET first = ?2 WHERE id = ?1;

-- name: place_all
SELECT id, code, kind, first, body FROM place ORDER BY id;

-- name: link_put
INSERT INTO link (place, since, parent) VALUES (?1, ?2, ?3)
ON CONFLICT (place, since) DO UPDATE SET parent = excluded.parent;

-- name: link_all
SELECT place, since, parent FROM link ORDER BY place, since;

-- name: lot_add
INSERT INTO lot (id, item, number, expiry, channel) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: lot_after
SELECT id, item, number, expiry, channel FROM lot WHERE id > ?1 ORDER BY id;

-- name: price_put
INSERT INTO price (item, channel, since, numerator, denominator) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (item, channel, since)
DO UPDATE SET numerator = excluded.numerator, denominator = excluded.denominator;

-- name: price_all
SELECT item, channel, since, numerator, denominator FROM price ORDER BY item, channel, since;

-- name: rules_add
INSERT INTO rules (seq, since, file, text) VALUES (?1, ?2, ?3, ?4);

-- name: rules_all
SELECT seq, since, file, text FROM rules ORDER BY seq;

-- name: touch_add
INSERT INTO touch (month, place, seq) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING;

-- name: touch_of
SELECT seq FROM touch WHERE month = ?1 AND place = ?2 ORDER BY seq;

-- name: touch_after
SELECT seq FROM touch WHERE month = ?1 AND place = ?2 AND seq > ?3 ORDER BY seq;

-- name: closing_add
INSERT INTO closing (place, month, seq, late) VALUES (?1, ?2, ?3, 0);

-- name: closing_drop
DELETE FROM closing WHERE place = ?1 AND month = ?2;

-- name: closing_last
SELECT max(month) FROM closing WHERE place = ?1;

-- name: closing_get
SELECT seq, late FROM closing WHERE place = ?1 AND month = ?2;

-- name: closing_of_month
SELECT place, seq, late FROM closing WHERE month = ?1;

-- name: closing_late
UPDATE closing SET late = ?3 WHERE place = ?1 AND month >= ?2;

-- name: sheet_put
INSERT INTO sheet (month, place, body) VALUES (?1, ?2, ?3)
ON CONFLICT (month, place) DO UPDATE SET body = excluded.body;

-- name: sheet_drop
DELETE FROM sheet WHERE month = ?1 AND place = ?2;

-- name: sheet_get
SELECT body FROM sheet WHERE month = ?1 AND place = ?2;

-- name: sheet_before
SELECT max(month) FROM sheet WHERE place = ?1 AND month < ?2;

-- name: sheet_months
SELECT month FROM sheet WHERE place = ?1 ORDER BY month;

-- name: sheet_month
SELECT place, body FROM sheet WHERE month = ?1;

-- name: client_add
INSERT INTO client (seq, service, hash) VALUES (?1, ?2, ?3);

-- name: client_of
SELECT hash FROM client WHERE seq = ?1 AND service = ?2;

-- name: client_find
SELECT seq, service FROM client WHERE hash = ?1 ORDER BY seq, service;

-- name: client_all
SELECT client.seq, client.service, client.hash, entry.date
FROM client JOIN entry ON entry.seq = client.seq ORDER BY client.seq, client.service;

-- name: client_clear
DELETE FROM client;

-- name: client_key_get
SELECT layers, mark, sum FROM client_key WHERE id = 1;

-- What brings ledgers of format 1 to 2 (upgrade.c). It is never changed: tables as they were.
-- name: to_2_key
SELECT layers, mark, zeroblob(32) FROM client_key WHERE id = 1;

-- name: to_2_drop
DROP TABLE client_key;

-- name: to_2_create
CREATE TABLE client_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    layers INTEGER NOT NULL,
    mark BLOB NOT NULL CHECK (length(mark) = 32),
    sum BLOB NOT NULL CHECK (length(sum) = 32)
) STRICT;

-- name: to_2_put
INSERT INTO client_key (id, layers, mark, sum) VALUES (1, ?1, ?2, ?3);

-- name: to_2
PRAGMA user_version = 2;

-- name: client_key_put
INSERT INTO client_key (id, layers, mark, sum) VALUES (1, ?1, ?2, ?3)
ON CONFLICT (id)
DO UPDATE SET layers = excluded.layers, mark = excluded.mark, sum = excluded.sum;

-- name: meta_all
SELECT key, value FROM meta ORDER BY key;

-- name: reversal_all
SELECT undone, by FROM reversal ORDER BY undone;

-- name: touch_all
SELECT month, place, seq FROM touch ORDER BY month, place, seq;

-- name: closing_all
SELECT place, month, seq, late FROM closing ORDER BY place, month;

-- name: sheet_all
SELECT month, place, body FROM sheet ORDER BY month, place;

-- Of a replay: every sheet that it made, with a body where that isn't the checked ledger's.
-- name: sheet_replayed
SELECT month, place, (
    SELECT body FROM sheet WHERE sheet.month = touch.month AND sheet.place = touch.place
)
FROM touch GROUP BY month, place ORDER BY month, place;

-- name: schema_all
SELECT type, name, sql, tbl_name FROM sqlite_schema WHERE substr(name, 1, 11) <> 'sqlite_stat'
ORDER BY type, name;

-- What a ledger has, but for what only format 1 had, and what ANALYZE makes.
-- name: schema_texts
SELECT sql FROM sqlite_schema WHERE sql NOT IN (
    'CREATE TABLE client_key ( id INTEGER PRIMARY KEY CHECK (id = 1), layers INTEGER NOT NULL, mark BLOB NOT NULL CHECK (length(mark) = 32) ) STRICT',
    'CREATE TABLE sqlite_stat1(tbl,idx,stat)',
    'CREATE TABLE sqlite_stat4(tbl,idx,neq,nlt,ndlt,sample)'
);

-- name: integrity
PRAGMA integrity_check(20);

-- name: begin_read
BEGIN;

-- name: begin_write
BEGIN IMMEDIATE;

-- name: commit
COMMIT;

-- name: rollback
ROLLBACK;

-- name: data_version
PRAGMA data_version;

-- name: application
PRAGMA application_id;

-- name: format
PRAGMA user_version;

-- name: page_size
PRAGMA page_size;

-- name: page_count
PRAGMA page_count;

-- name: set_synchronous
PRAGMA synchronous = FULL;

-- name: set_cell_size_check
PRAGMA cell_size_check = ON;

-- name: set_mmap_size
PRAGMA mmap_size = 0;

-- name: set_cache_size
PRAGMA cache_size = -65536;

-- name: set_temp_store
PRAGMA temp_store = MEMORY;

-- name: set_journal
PRAGMA journal_mode = TRUNCATE;

-- name: set_memory_journal
PRAGMA journal_mode = MEMORY;

-- name: set_no_sync
PRAGMA synchronous = OFF;

-- name: set_secure_delete
PRAGMA secure_delete = ON;

-- name: set_fast_delete
PRAGMA secure_delete = OFF;

-- The same number as ever: written, it makes a commit of a transaction that changes nothing.
-- name: settle
PRAGMA application_id = 1802006321;
