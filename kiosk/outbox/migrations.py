"""The schema of the store, as the migrations that led to it."""

from __future__ import annotations

MIGRATIONS = (
    """
    CREATE TABLE counter (id INTEGER PRIMARY KEY CHECK (id = 1), value INTEGER NOT NULL);
    INSERT INTO counter VALUES (1, 0);
    CREATE TABLE entry (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        kind TEXT NOT NULL,
        id TEXT NOT NULL UNIQUE,
        slip_number TEXT NOT NULL,
        item_id TEXT NOT NULL,
        digest TEXT NOT NULL,
        body BLOB,
        state TEXT NOT NULL,
        reason TEXT NOT NULL DEFAULT '',
        attempts INTEGER NOT NULL DEFAULT 0,
        kept_at TEXT NOT NULL,
        next_at TEXT NOT NULL DEFAULT '',
        receipt TEXT NOT NULL DEFAULT '',
        case_number TEXT NOT NULL DEFAULT ''
    );
    CREATE INDEX entry_state ON entry (state, next_at);
    """,
    """
    ALTER TABLE entry ADD COLUMN complete_receipt TEXT NOT NULL DEFAULT '';
    ALTER TABLE entry ADD COLUMN decided_receipt TEXT NOT NULL DEFAULT '';
    ALTER TABLE entry ADD COLUMN done_at TEXT NOT NULL DEFAULT '';
    ALTER TABLE entry ADD COLUMN confirmed_at TEXT NOT NULL DEFAULT '';
    UPDATE entry SET state = 'purged', done_at = kept_at WHERE state = 'received';
    CREATE TABLE material (
        id INTEGER PRIMARY KEY,
        entry INTEGER NOT NULL REFERENCES entry (sequence),
        number INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        size INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        body BLOB,
        UNIQUE (entry, number)
    );
    CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL);
    """,
    """
    CREATE TABLE open_order (application TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (application, n));
    """,
    """
    CREATE TABLE follow (id TEXT PRIMARY KEY, followed TEXT NOT NULL);
    """,
)
"""Schema migrations in order; `PRAGMA user_version` is the number applied."""
