-- A decision log of schema version 1 with three records, as released. Never edited: it proves that
-- later versions read it. The hashes were computed outside this program.
PRAGMA application_id = 1297437524;
PRAGMA journal_mode = WAL;
BEGIN;
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE record(
    seq INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    source TEXT NOT NULL,
    key TEXT NOT NULL,
    command TEXT NOT NULL,
    events TEXT NOT NULL,
    hash BLOB NOT NULL
) STRICT;
INSERT INTO meta VALUES('schema_version', '1');
INSERT INTO meta VALUES('created', '1700000000000');
INSERT INTO meta VALUES('instance', '00112233445566778899aabbccddeeff');
INSERT INTO meta VALUES('epoch', 'ffeeddccbbaa99887766554433221100');
INSERT INTO record VALUES(1, 1700000000007, 'phone:1', 'key-1',
    '{"name":"CreateRequest","note":"救命 1"}',
    '[{"name":"RequestCreated","id":1,"pad":""}]',
    x'd0e164b433b67431145d54de5d6c8b37f97dc22e0a668a67d5d0accc8bf0e2ea');
INSERT INTO record VALUES(2, 1700000000014, 'phone:2', 'key-2',
    '{"name":"CreateRequest","note":"救命 2"}',
    '[{"name":"RequestCreated","id":2,"pad":""}]',
    x'd31bd031b56114167c09a13570825c47986a45311959a2364e356742e89d3fbb');
INSERT INTO record VALUES(3, 1700000000021, 'phone:3', '',
    '{"name":"CreateRequest","note":"救命 3"}',
    '[{"name":"RequestCreated","id":3,"pad":""}]',
    x'a3e7320948ecacdb5b7264020a5b5c9cbad115ef1ce0d22ad086fe8e11e17775');
COMMIT;
