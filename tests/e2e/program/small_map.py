"""A map of two rows of streets for tests that decide by road."""

import json

# A river from west to east between two rows of streets, with one bridge in the east. Rows are 0.01
# degree apart (1.1 km), columns 0.01 degree (0.94 km); the bridge is at the last column.
COLUMNS = 8
SOUTH, NORTH = 32.39, 32.40


def tables(folder):
    """nodes.csv and arcs.csv; ways have no numbers there, so zones slow them down."""
    nodes, arcs = ["id,lon,lat,off_road_access"], ["from,to,urgent_ms,normal_ms"]
    for row, lat in enumerate((SOUTH, NORTH)):
        for column in range(COLUMNS):
            number = 1 + row * COLUMNS + column
            nodes.append(f"{number},{119.40 + column / 100:.2f},{lat},1")
            if column:
                arcs.append(f"{number - 1},{number},60000,90000")
                arcs.append(f"{number},{number - 1},60000,90000")
    south, north = COLUMNS, 2 * COLUMNS
    arcs += [f"{south},{north},70000,100000", f"{north},{south},70000,100000"]
    paths = folder / "nodes.csv", folder / "arcs.csv"
    for path, lines in zip(paths, (nodes, arcs)):
        path.write_text("\n".join(lines) + "\n")
    return paths


def use_small_map(test):
    """The rules of the test name this map from now on; its file and its hash."""
    file = test.folder / "city.roads"
    test.run_ok("roads", "import", "--csv", *tables(test.folder), "--out", file)
    test.change_rules('map = ""', 'map = "city.roads"')
    return file, json.loads(test.run_ok("roads", "info", file, "--json"))["hash"]
