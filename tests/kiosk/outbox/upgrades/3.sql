-- An outbox as the third version of the store left it, made by upgrades of the first. The bodies mean nothing.
CREATE TABLE counter (id INTEGER PRIMARY KEY CHECK (id = 1), value INTEGER NOT NULL);
INSERT INTO counter VALUES (1, 41);
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
CREATE TABLE owner (x);
INSERT INTO entry (kind, id, slip_number, item_id, digest, body, state, reason, attempts, kept_at, next_at, receipt, case_number) VALUES
    ('case', 'received', 'WT02-1', 'item', 'digest-received', NULL, 'received', '', 1, '2026-11-20T08:00:00+00:00', '', 'token', '3301-1'),
    ('case', 'sealed', 'WT02-2', 'item', '3d18adf06731f669cedd30817f4786808b25c602edb7a38a79307cf52010d0ce', X'7B22736561', 'sealed', '', 0, '2026-11-20T08:01:00+00:00', '', '', ''),
    ('case', 'sending', 'WT02-3', 'item', '2e4e8b8b440f84981dda092b816410fe33bf0063d7980e9eb2c04dd8125c3305', X'7B22736562', 'sending', '', 2, '2026-11-20T08:02:00+00:00', '', '', ''),
    ('case', 'waiting', 'WT02-4', 'item', 'c914d3383b76fd9e87949695be172a053f7aea3932307803e91488bdd3900031', X'7B22736563', 'waiting', 'offline', 7, '2026-11-20T08:03:00+00:00', '2026-11-20T08:09:00+00:00', '', ''),
    ('case', 'quarantined', 'WT02-5', 'item', '13e9ab896d12a02cb42bb7e8f308a4014df014134b55dda8e8b598d778f1ab76', X'7B22736564', 'quarantined', 'poison', 5, '2026-11-20T08:04:00+00:00', '', '', ''),
    ('case', 'held', 'WT02-6', 'item', '43352c68d8bc5c733f80f1bde2d299a93934717ef569e7f6a9944cfbd2aa6ef8', X'7B22736565', 'held', 'suspended', 1, '2026-11-20T08:05:00+00:00', '', '', ''),
    ('rating', 'rating-0001', '', 'item', '', CAST('{"rating_id": "rating-0001", "visit": "visit", "case_id": null, "item_id": "item", "node": "received", "level": 5, "labels": ["515"], "label_set": "v1", "rated_at": "2026-11-20T08:06:00+00:00"}' AS BLOB), 'sealed', '', 0, '2026-11-20T08:06:00+00:00', '', '', '');
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
CREATE TABLE open_order (application TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (application, n));
PRAGMA user_version = 3;
