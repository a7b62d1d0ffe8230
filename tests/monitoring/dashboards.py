#!/usr/bin/env python3
"""Makes config/monitoring/dashboard.en.json and dashboard.zh.json out of panels.toml beside them.

Usage: dashboards.py [--write]; without --write it says what would change, and ends with 1 if it would.
"""

import json
import pathlib
import re
import sys
import tomllib

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "config" / "monitoring"
LANGUAGES = ("en", "zh")
WORDS = {
    "title": ("Muster", "Muster 调度"),
    "datasource": ("Data source", "数据源"),
    "instance": ("Instance", "实例"),
}
METRIC = re.compile(r"\b((?:muster|process)_[a-z0-9_]+)\b(\{)?")
SOURCE = {"type": "prometheus", "uid": "${datasource}"}
COLUMNS = 24
WIDTH, HEIGHT = 8, 7  # three panels side by side


def panels_of(folder=FOLDER):
    return tomllib.loads((folder / "panels.toml").read_text(encoding="utf-8"))["rows"]


def for_grafana(expression):
    """Of the chosen instances, over an interval that suits the zoom."""

    def narrowed(found):
        return found[1] + '{instance=~"$instance"' + (", " if found[2] else "}")

    return METRIC.sub(narrowed, expression).replace("$r", "$__rate_interval")


def thresholds(panel):
    colours = ("orange", "red")
    steps = [{"color": "green", "value": None}]
    for value, colour in zip(panel.get("steps", ()), colours):
        if steps[-1]["value"] == value:
            steps.pop()
        steps.append({"color": colour, "value": value})
    return {"mode": "absolute", "steps": steps}


def panel_json(panel, number, place, language):
    defaults = {"unit": panel["unit"], "thresholds": thresholds(panel)}
    if panel.get("stat"):
        kind = "stat"
        options = {
            "reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False},
            "colorMode": "background" if "steps" in panel else "value",
            "graphMode": "area",
            "textMode": "auto",
        }
    else:
        kind = "timeseries"
        options = {
            "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True},
            "tooltip": {"mode": "multi", "sort": "desc"},
        }
        defaults["min"] = 0
        if panel["title"][0] == "Clocks":
            del defaults["min"]
    return {
        "id": number,
        "type": kind,
        "title": panel["title"][language],
        "description": panel["text"][language],
        "datasource": SOURCE,
        "gridPos": place,
        "fieldConfig": {"defaults": defaults, "overrides": []},
        "options": options,
        "targets": [
            {
                "refId": chr(ord("A") + i),
                "datasource": SOURCE,
                "expr": for_grafana(query[0]),
                "legendFormat": query[1 + language],
                "range": True,
            }
            for i, query in enumerate(panel["queries"])
        ],
    }


def variables(language):
    return [
        {
            "name": "datasource",
            "label": WORDS["datasource"][language],
            "type": "datasource",
            "query": "prometheus",
            "refresh": 1,
        },
        {
            "name": "instance",
            "label": WORDS["instance"][language],
            "type": "query",
            "datasource": SOURCE,
            "definition": "label_values(muster_log_committed_seq, instance)",
            "query": {
                "query": "label_values(muster_log_committed_seq, instance)",
                "refId": "instance",
            },
            "refresh": 2,
            "includeAll": True,
            "multi": True,
            "current": {"text": "All", "value": "$__all"},
        },
    ]


def dashboard(rows, language):
    panels = []
    y = 0
    for row in rows:
        panels.append({
            "id": len(panels) + 1,
            "type": "row",
            "title": row["title"][language],
            "collapsed": False,
            "gridPos": {"x": 0, "y": y, "w": COLUMNS, "h": 1},
            "panels": [],
        })
        y += 1
        for i, panel in enumerate(row["panels"]):
            x = i * WIDTH % COLUMNS
            place = {"x": x, "y": y, "w": WIDTH, "h": HEIGHT}
            panels.append(panel_json(panel, len(panels) + 1, place, language))
            if x + WIDTH == COLUMNS or i + 1 == len(row["panels"]):
                y += HEIGHT
    return {
        "uid": "muster-" + LANGUAGES[language],
        "title": WORDS["title"][language],
        "tags": ["muster"],
        "schemaVersion": 38,  # Grafana 10; later ones read it too
        "version": 1,
        "editable": True,
        "graphTooltip": 1,
        "refresh": "30s",
        "time": {"from": "now-6h", "to": "now"},
        "timezone": "browser",
        "templating": {"list": variables(language)},
        "annotations": {"list": []},
        "panels": panels,
    }


def written(told):
    """JSON with a line for each member and each panel, so that a change of one is a change of a line."""
    def line(value):
        return json.dumps(value, ensure_ascii=False)

    def member(name, value):
        if name != "panels":
            return f" {line(name)}: {line(value)}"
        return f" {line(name)}: [\n" + ",\n".join("  " + line(one) for one in value) + "\n ]"

    return "{\n" + ",\n".join(member(*pair) for pair in told.items()) + "\n}\n"


def texts(folder=FOLDER):
    """What should stand in each file."""
    rows = panels_of(folder)
    return {
        folder / f"dashboard.{name}.json": written(dashboard(rows, i))
        for i, name in enumerate(LANGUAGES)
    }


def main():
    changed = [
        path for path, text in texts().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path in changed:
        print(path.name, "is written" if "--write" in sys.argv else "is not as panels.toml says")
        if "--write" in sys.argv:
            path.write_text(texts()[path], encoding="utf-8")
    return 1 if changed and "--write" not in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
