"""What is needed to damage the files of a killed service, and to see what it makes of that."""

import sqlite3

# Enough of everything in little: some of the history in the database, some in the frames, a snapshot
# in the middle; and a scrub that is through in a moment.
MUCH_IN_LITTLE = (
    "snapshot_records = 150",
    "wal_frames_preallocated = 64",
    "checkpoint_frames = 120",
    "checkpoint_frames_idle = 120",
    "scrub_pages_per_second = 1_000_000",
    "scrub_pause_ms = 100",
)


def flip(rng, data):
    at = rng.randrange(len(data))
    data[at] ^= 1 << rng.randrange(8)


def rows_of(data):
    """The records of a log by number; None when they cannot be read."""
    try:
        database = sqlite3.connect(f"file:{data}/decisions.sqlite?mode=ro", uri=True)
        try:
            rows = database.execute(
                "SELECT seq, at, source, key, command, events, hex(hash) FROM record"
            ).fetchall()
        finally:
            database.close()
        return {row[0]: row for row in rows}
    except sqlite3.DatabaseError:
        return None


def scrubbed(client):
    """What the scrub says of the history; None until it has been through it once."""
    alarms = client.get("/readyz")["alarms"]
    if any(alarm["name"] == "history_damaged" for alarm in alarms):
        return "scrub"
    metrics = client.call("GET", "/metrics").body.decode()
    passes = int(metrics.split("\nmuster_scrub_passes_total ")[1].split("\n")[0])
    return "clean" if passes > 0 else None
