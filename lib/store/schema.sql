-- The ledger's file. The journal, table entry, is the only truth: everything else is a
-- cache that a replay of the journal makes again, byte for byte, and `check` compares.

-- Numbers in the file's header by which it is known: "kho1", and the format's (db.h). Whoever
-- changes anything here counts the format up, writes a step to it (upgrade.c), and adds a ledger
-- of it to tests/store/formats; a test insists.
PRAGMA application_id = 1802006321;

PRAGMA user_version = 2;

-- What the file is: kept as text so that a shell can read it.
CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Where entries were first posted. A ledger's own origin has id 1.
CREATE TABLE origin (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE
) STRICT;

-- What happened, for ever. `body` is canonical JSON; `hash` is BLAKE2b-256 over the previous
-- hash of the origin, the other columns and the body. `date` is in days since 1970-01-01,
-- `recorded` in UTC milliseconds. The unique index is what makes posting idempotent.
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    origin INTEGER NOT NULL REFERENCES origin (id),
    number INTEGER NOT NULL,
    uid TEXT NOT NULL,
    date INTEGER NOT NULL,
    recorded INTEGER NOT NULL,
    body TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    UNIQUE (uid, origin)
) STRICT;

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN
    SELECT raise(ABORT, 'an entry is never changed');
END;

CREATE TRIGGER entry_is_never_deleted BEFORE DELETE ON entry
BEGIN
    SELECT raise(ABORT, 'an entry is never deleted');
END;

-- Cache: which entry undid which.
CREATE TABLE reversal (
    undone INTEGER PRIMARY KEY,
    by INTEGER NOT NULL
) STRICT;

-- Cache: the catalogue, by ids in the order of the journal. `body` is the definition as it
-- stands in the entry that last changed it.
CREATE TABLE channel (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    body TEXT NOT NULL
) STRICT;

-- `first` is the month of the place's first sheet: it spares questions a search.
CREATE TABLE place (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    kind INTEGER NOT NULL,
    first INTEGER,
    body TEXT NOT NULL
) STRICT;

-- Which place stood under which, from which day on; the next row of the place ends it.
CREATE TABLE link (
    place INTEGER NOT NULL,
    since INTEGER NOT NULL,
    parent INTEGER,
    PRIMARY KEY (place, since)
) STRICT, WITHOUT ROWID;

CREATE TABLE lot (
    id INTEGER PRIMARY KEY,
    item INTEGER NOT NULL,
    number TEXT NOT NULL,
    expiry INTEGER,
    channel INTEGER NOT NULL
) STRICT;

-- What a base unit of an item costs in a channel, in đồng, from a day on; null: no price.
CREATE TABLE price (
    item INTEGER NOT NULL,
    channel INTEGER NOT NULL,
    since INTEGER NOT NULL,
    numerator INTEGER,
    denominator INTEGER,
    PRIMARY KEY (item, channel, since)
) STRICT, WITHOUT ROWID;

-- Cache: rules, as each entry loaded them: YAML, and the first day on which they hold (null: from
-- ever). On a day the latest `since` up to it counts, and of these the last entry.
CREATE TABLE rules (
    seq INTEGER PRIMARY KEY,
    since INTEGER,
    file TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;

-- Cache: which entries touched a place in a month. Month first: what is posted now lies together.
CREATE TABLE touch (
    month INTEGER NOT NULL,
    place INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (month, place, seq)
) STRICT, WITHOUT ROWID;

-- Cache: a place's month, packed (model/sheet.h): for each lot its opening and, day by day,
-- what came and went.
CREATE TABLE sheet (
    month INTEGER NOT NULL,
    place INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (month, place)
) STRICT, WITHOUT ROWID;

CREATE INDEX sheet_by_place ON sheet (place, month);

-- Not a cache, and not in the journal: which services were for the same client, by keyed digests.
-- The one table from which rows are deleted. `layers` counts the keys that were put over them;
-- `sum` is the digests of both tables' rows xored, by which what a disk did to them is told.
CREATE TABLE client (
    seq INTEGER NOT NULL,
    service INTEGER NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (seq, service)
) STRICT, WITHOUT ROWID;

CREATE INDEX client_by_hash ON client (hash);

CREATE TABLE client_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    layers INTEGER NOT NULL,
    mark BLOB NOT NULL CHECK (length(mark) = 32),
    sum BLOB NOT NULL CHECK (length(sum) = 32)
) STRICT;

-- Cache: which months of a place are closed, and by which entry. `late` is the last entry that
-- touched that month or an earlier one since; 0: none, so the closing still says what is known.
CREATE TABLE closing (
    place INTEGER NOT NULL,
    month INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    late INTEGER NOT NULL,
    PRIMARY KEY (place, month)
) STRICT, WITHOUT ROWID;

CREATE INDEX closing_by_month ON closing (month, place, seq, late);

-- For people who come with SQL: every move with the lots that it took, so that sums over it are
-- the stock. What a reversal undid has negative quantities; what a count found too much came
-- from `count`, what it missed went there.
CREATE VIEW move AS
WITH line AS (
    SELECT entry.seq, entry.uid, entry.date, part.value
    FROM entry, json_each(entry.body, '$.moves') AS part
    UNION ALL
    SELECT entry.seq, entry.uid, entry.date, part.value
    FROM entry, json_each(entry.body, '$.undone') AS part
),
counted AS (
    SELECT entry.seq, entry.uid, entry.date, part.value,
        json_extract(part.value, '$[4]') - json_extract(part.value, '$[7][2]') AS difference
    FROM entry, json_each(entry.body, '$.observed') AS part
    WHERE json_extract(part.value, '$[0]') = 'found'
)
SELECT
    line.seq,
    line.uid,
    date(line.date * 86400, 'unixepoch') AS date,
    json_extract(line.value, '$[0]') AS item,
    json_extract(line.value, '$[1]') AS channel,
    json_extract(line.value, '$[2]') AS source,
    json_extract(line.value, '$[3]') AS target,
    coalesce(json_extract(taken.value, '$[0]'), json_extract(line.value, '$[5]')) AS lot,
    CASE WHEN taken.value IS NULL THEN json_extract(line.value, '$[6]')
        ELSE json_extract(taken.value, '$[1]') END AS expiry,
    coalesce(json_extract(taken.value, '$[2]'), json_extract(line.value, '$[4]')) AS quantity
FROM line LEFT JOIN json_each(line.value, '$[7]') AS taken
UNION ALL
SELECT
    counted.seq,
    counted.uid,
    date(counted.date * 86400, 'unixepoch'),
    json_extract(counted.value, '$[2]'),
    json_extract(counted.value, '$[3]'),
    CASE WHEN difference < 0 THEN json_extract(counted.value, '$[1]') ELSE 'count' END,
    CASE WHEN difference < 0 THEN 'count' ELSE json_extract(counted.value, '$[1]') END,
    json_extract(counted.value, '$[7][0]'),
    json_extract(counted.value, '$[7][1]'),
    abs(difference)
FROM counted
WHERE difference <> 0;
