"""The tables of a ledger, and the SQL that keeps its record tables append-only."""

# Raised when the tables change; a ledger of another version is refused, not guessed.
VERSION = 3

RECORD_TABLES = (
    "header",
    "dictionary",
    "certificate",
    "event",
    "message",
    "verdict",
    "effect",
    "input",
)

_TABLES = """
-- Records: what happened. Never changed, never deleted.
CREATE TABLE header (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE dictionary (          -- zlib preset dictionary of a document type
    document TEXT PRIMARY KEY,
    bytes BLOB NOT NULL
);
CREATE TABLE certificate (         -- once; signatures refer to it
    number INTEGER PRIMARY KEY,
    serial TEXT NOT NULL UNIQUE,   -- decimal
    participant TEXT NOT NULL,
    issuer TEXT NOT NULL,
    pem TEXT NOT NULL
);
CREATE TABLE event (
    site TEXT NOT NULL,
    sequence INTEGER NOT NULL,     -- of the site, from 1
    time INTEGER NOT NULL,         -- virtual seconds since the start
    participant TEXT NOT NULL,
    kind TEXT NOT NULL,
    case_id TEXT NOT NULL,
    facts TEXT NOT NULL,           -- canonical JSON
    PRIMARY KEY (site, sequence)
) WITHOUT ROWID;
CREATE TABLE message (
    position INTEGER PRIMARY KEY,  -- of the run, from 1
    id TEXT NOT NULL UNIQUE,
    time INTEGER NOT NULL,
    due INTEGER NOT NULL,
    sender TEXT NOT NULL,
    recipient TEXT NOT NULL,
    document TEXT NOT NULL,
    case_id TEXT NOT NULL,
    link_sequence INTEGER NOT NULL,
    sha256 TEXT NOT NULL,          -- of the canonical form
    xml BLOB NOT NULL              -- zlib with the dictionary of its document type
);
CREATE TABLE verdict (             -- what a receiver's validation said, as JSON
    position INTEGER PRIMARY KEY,
    text TEXT NOT NULL
);
CREATE TABLE effect (              -- a message was acted upon
    position INTEGER PRIMARY KEY,
    message_id TEXT NOT NULL,
    time INTEGER NOT NULL,
    site TEXT NOT NULL,
    verdict INTEGER REFERENCES verdict (position)  -- NULL: valid in every layer
);
CREATE TABLE input (               -- what people or other systems gave to the run
    number INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    participant TEXT NOT NULL,
    recipient TEXT NOT NULL,
    case_id TEXT,
    in_reply_to TEXT,
    body BLOB NOT NULL
);

-- Transport: where each message stands between two participants.
CREATE TABLE outbox (              -- by position: a random id would touch a page more
    position INTEGER PRIMARY KEY REFERENCES message (position),
    confirmed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE inbox (
    message_id TEXT PRIMARY KEY,
    recipient TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    copies INTEGER NOT NULL DEFAULT 1,
    signature BLOB,                -- r and s; null where it came unsigned
    certificate INTEGER REFERENCES certificate (number)
) WITHOUT ROWID;
CREATE TABLE foreign_message (     -- another worker's; none in a merged ledger
    message_id TEXT PRIMARY KEY,
    sender TEXT NOT NULL,
    recipient TEXT NOT NULL,
    document TEXT NOT NULL,
    body BLOB NOT NULL             -- as it came, packed as the xml of a message
);
CREATE TABLE dead_letter (
    position INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,         -- virtual second at which it came
    at TEXT NOT NULL,              -- wall time, ISO 8601 in UTC
    recipient TEXT NOT NULL,
    sender TEXT NOT NULL,
    document TEXT NOT NULL,
    why TEXT NOT NULL,
    size INTEGER NOT NULL,         -- bytes of the whole
    body BLOB NOT NULL             -- its beginning
);

-- Not recorded here, derived: a message is lost when it was sent and never acted
-- upon, duplicated when it was acted upon more than once.
CREATE VIEW tally AS
    SELECT
        (SELECT count(*) FROM message) AS messages,
        (SELECT count(*) FROM message
            WHERE id NOT IN (SELECT message_id FROM effect)) AS lost,
        (SELECT count(*) FROM (SELECT message_id FROM effect
            GROUP BY message_id HAVING count(*) > 1)) AS duplicated,
        (SELECT coalesce(sum(copies - 1), 0) FROM inbox) AS repeated_deliveries,
        (SELECT count(*) FROM dead_letter) AS dead_letters;
"""


def script() -> str:
    """Return the SQL that makes an empty ledger."""
    guards = "".join(
        f"""
CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}
BEGIN SELECT raise(ABORT, 'the records of a run are append-only'); END;"""
        for table in RECORD_TABLES
        for verb in ("UPDATE", "DELETE")
    )
    return _TABLES + guards
