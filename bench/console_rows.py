"""The rows of bench/run console: ../shared/console.md's criterion 11, beside the console of before."""

# What was measured and its name, and whether the older console was measured so too.
PLACES = [
    ("open", "10,000 responders, 2,000 requests, 50 changes a second", True),
    ("dragged", "... while the map is dragged", False),
    ("near", "... the map near", False),
    ("request_open", "... with a request open", False),
]


def console_rows(r, row):
    def of(*path):
        def measured():
            value = r.file("console")
            for key in path:
                value = value[key]
            if value is None:
                raise KeyError(f"nothing was seen of {path[-2]}")
            return value
        return measured

    rows = []
    for place, name, compared in PLACES:
        before = ("the console before", of("before", place, "fps")) if compared else ()
        rows.append(row("console", f"desk, {name}", "frames/s", (">=", 50),
                        of("desk", place, "fps"), *before))
        before = ("the console before", of("before", place, "busy")) if compared else ()
        rows.append(row("console", f"... its main thread ({place})", "%", ("<=", 50),
                        of("desk", place, "busy"), *before))
        rows.append(row("console", f"... its longest task ({place})", "ms", ("<=", 100),
                        of("desk", place, "longest")))
    return rows + [
        row("console", "desk, from a change sent to its pixel, p95", "ms", ("<=", 100),
            of("desk", "open", "seen", "p95"), "the console before",
            of("before", "open", "seen", "p95")),
        row("console", "desk, from an arrow key to its pixel, p95", "ms", ("<=", 50),
            of("desk", "arrow_keys", "p95")),
        row("console", "desk, first view", "ms", ("<=", 1500), of("desk", "first_view_ms"),
            "the console before", of("before", "first_view_ms")),
        row("console", "desk, loaded with its map, brotli", "kB", ("<=", 350),
            of("desk", "loaded_kb", "br")),
        row("console", "... gzip", "kB", ("<=", 350), of("desk", "loaded_kb", "gzip")),
        row("console", "desk, 12 emergencies: seen on the map in their colour", "", (">=", 12),
            of("desk", "emergencies", "seen")),
        row("console", "desk, memory after 30 minutes to that after 2", "x", ("<=", 1.2),
            of("heap", "ratio")),
        row("console", "wall", "frames/s", (">=", 50), of("wall", "open", "fps")),
        row("console", "... its main thread (wall)", "%", ("<=", 50), of("wall", "open", "busy")),
    ]
