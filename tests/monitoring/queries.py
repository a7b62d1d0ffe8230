"""What the alert rules and dashboards ask for: expressions, and the metrics and labels in them."""

import json
import pathlib
import re

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "config" / "monitoring"
RULE_FILES = sorted((FOLDER / "rules").glob("*.yml"))
DASHBOARDS = sorted(FOLDER.glob("dashboard.*.json"))

# `up` is Prometheus' own.
SELECTOR = re.compile(r"\b((?:muster|process)_[a-z0-9_]+)\b(?:\{([^}]*)\})?")
MATCHER = re.compile(r'(\w+)\s*(=~|!~|=|!=)\s*"([^"]*)"')
GROUPING = re.compile(r"\b(?:by|without|on|ignoring)\s*\(([^)]*)\)")
SHOWN = re.compile(r"\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}")
# Labels that a scrape adds, and that of histograms' buckets.
ALWAYS = {"job", "instance", "le"}


def rules_in(path):
    return [rule for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]
            for rule in group["rules"]]


def names_in(path):
    return [rule["alert"] for rule in rules_in(path)]


def rules():
    """Every alert as it stands in its file."""
    return [rule for path in RULE_FILES for rule in rules_in(path)]


def targets():
    """(where, expression, legend) of every query of every dashboard."""
    return [(f"{path.name}: {panel['title']}", target["expr"], target["legendFormat"])
            for path in DASHBOARDS
            for panel in json.loads(path.read_text(encoding="utf-8"))["panels"]
            for target in panel.get("targets", ())]


def without_variables(expression):
    """As Grafana sends it."""
    return expression.replace("$__rate_interval", "5m").replace("$instance", ".+")


class Wanted:
    """What an expression, and the text beside it, needs to be there."""

    def __init__(self, where, expression, text=""):
        self.where = where
        self.metrics = set()
        self.values = set()  # (metric, label, value) that a matcher names
        for metric, inside in SELECTOR.findall(expression):
            self.metrics.add(metric)
            for label, how, value in MATCHER.findall(inside):
                if label in ALWAYS:
                    continue
                parts = value.split("|") if how in ("=~", "!~") else [value]
                self.values.update((metric, label, part) for part in parts)
        self.labels = {name.strip() for names in GROUPING.findall(expression)
                       for name in names.split(",") if name.strip()}
        self.labels.update(SHOWN.findall(text))
        self.labels -= ALWAYS


def wanted():
    for rule in rules():
        yield Wanted(rule["alert"], rule["expr"], json.dumps(rule["annotations"]))
    for where, expression, legend in targets():
        yield Wanted(where, expression, legend)
