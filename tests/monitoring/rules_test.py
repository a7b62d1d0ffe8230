#!/usr/bin/env python3
"""The alert rules and dashboards by themselves: promtool reads them, each alert fires when it should and
is silent when it should, and each says in both languages what it is, with a page for the operator."""

import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import dashboards
from alert_cases import CASES, MORE_FIRES

PROMTOOL = os.environ.get("PROMTOOL", "")
if not os.access(PROMTOOL, os.X_OK):
    print(f"there is no promtool at {PROMTOOL!r}: tests/monitoring/fetch_promtool.sh brings it")
    sys.exit(77)
try:
    import queries
except ImportError:
    print("Python's yaml (python3-yaml) is missing")
    sys.exit(77)

CHINESE = re.compile(r"[\u4e00-\u9fff]")
TEXTS = ("summary", "description")


def promtool(*args):
    done = subprocess.run([PROMTOOL, *map(str, args)], stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=240, check=False)
    return done.returncode, done.stdout


@dataclasses.dataclass
class Asked:
    """Whether an alert of this severity fires at a time, with these series."""

    name: str
    at: str
    severity: str
    given: dict
    fires: bool
    kind: str = "promql_expr_test"

    def asked(self, instance):
        if self.kind == "alert_rule_test":  # an answer that never comes: promtool prints what did
            return {"eval_time": self.at, "alertname": self.name, "exp_alerts": [
                {"exp_labels": {"never": "so"}, "exp_annotations": {}}]}
        labels = [f'alertname="{self.name}"', 'alertstate="firing"', f'severity="{self.severity}"']
        return {"expr": "count(ALERTS{" + ", ".join([*labels, *filter(None, [instance])]) + "})",
                "eval_time": self.at, "exp_samples": [{"value": 1}] if self.fires else []}


class RulesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="muster-rules-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def run_tests(self, cases):
        """Cases share promtool's storage, each as an instance of its own, since making one takes most of
        the time; those of many hours are looked at more seldom. JSON is YAML as well."""
        files = {rule: path for path in queries.RULE_FILES for rule in queries.names_in(path)}
        together = {}
        for number, case in enumerate(cases):
            every = "10m" if case.at.endswith("h") and int(case.at[:-1]) >= 3 else "30s"
            # What is absent is absent of all instances.
            alone = number if case.name == "MusterNotWatched" else None
            test = together.setdefault((files[case.name], every, alone), {
                "interval": "1m", "input_series": [], "promql_expr_test": [], "alert_rule_test": []})
            instance = f'instance="{number}"'
            test["input_series"] += [{"series": one.replace('instance="a"', instance), "values": values}
                                     for one, values in case.given.items()]
            test[case.kind].append(case.asked("" if alone is not None else instance))
        paths = []
        for (rules, every, _), test in together.items():
            paths.append(self.folder / f"tests{len(paths)}.yml")
            paths[-1].write_text(json.dumps({"rule_files": [str(rules)], "evaluation_interval": every,
                                             "tests": [test]}), encoding="utf-8")
        return promtool("test", "rules", *paths)

    def assert_passes(self, cases):
        code, said = self.run_tests(cases)
        self.assertEqual(code, 0, said)

    def test_promtool_reads_the_rules(self):
        code, said = promtool("check", "rules", *queries.RULE_FILES)
        self.assertEqual(code, 0, said)
        self.assertNotIn("duplicate", said)

    def test_promtool_reads_the_example(self):
        code, said = promtool("check", "config", "--syntax-only", queries.FOLDER / "prometheus.yml")
        self.assertEqual(code, 0, said)

    def test_promtool_reads_the_dashboards(self):
        """Each query as the expression of a rule."""
        self.assertEqual(len(queries.DASHBOARDS), 2)
        found = queries.targets()
        self.assertGreater(len(found), 150)
        rules = [{"record": f"query_{i}", "expr": queries.without_variables(expression)}
                 for i, (_, expression, _) in enumerate(found)]
        path = self.folder / "queries.yml"
        path.write_text(json.dumps({"groups": [{"name": "queries", "rules": rules}]}), encoding="utf-8")
        code, said = promtool("check", "rules", path)
        self.assertEqual(code, 0, said)
        self.assertIn(f"{len(found)} rules found", said)

    def test_dashboards_are_as_their_source_says(self):
        for path, text in dashboards.texts().items():
            self.assertEqual(path.read_text(encoding="utf-8"), text,
                             "run tests/monitoring/dashboards.py --write")

    def test_dashboards_are_whole(self):
        for path in queries.DASHBOARDS:
            board = json.loads(path.read_text(encoding="utf-8"))
            self.assertGreaterEqual(board["schemaVersion"], 38)
            ids = [panel["id"] for panel in board["panels"]]
            self.assertEqual(len(set(ids)), len(ids))
            self.assertEqual([one["name"] for one in board["templating"]["list"]],
                             ["datasource", "instance"])
            taken = set()
            for panel in board["panels"]:
                place = panel["gridPos"]
                cells = {(x, y) for x in range(place["x"], place["x"] + place["w"])
                         for y in range(place["y"], place["y"] + place["h"])}
                self.assertLessEqual(place["x"] + place["w"], 24)
                self.assertFalse(cells & taken, f"{panel['title']} lies over another")
                taken |= cells
                if panel["type"] == "row":
                    continue
                self.assertTrue(panel["description"])
                if ".zh." in path.name:
                    self.assertRegex(panel["title"] + panel["description"], CHINESE)
                else:
                    self.assertNotRegex(json.dumps(panel, ensure_ascii=False), CHINESE)

    def test_each_alert_has_cases(self):
        names = [rule["alert"] for rule in queries.rules()]
        self.assertEqual(sorted(names), sorted(set(names)))
        self.assertEqual(sorted(names), sorted(CASES))
        for name, case in CASES.items():
            self.assertTrue(case.fires, name)
            self.assertTrue(case.silent, name)

    def test_each_alert_fires(self):
        cases = [Asked(name, case.at, case.severity, case.fires, True) for name, case in CASES.items()]
        for words, (at, given) in MORE_FIRES.items():
            name = words.split()[0]
            cases.append(Asked(name, at, CASES[name].severity, given, True))
        self.assert_passes(cases)

    def test_each_alert_is_silent(self):
        self.assert_passes([Asked(name, case.at, case.severity, given, False)
                            for name, case in CASES.items() for given in case.silent])

    def test_a_wrong_case_is_noticed(self):
        case = CASES["MusterDown"]
        for wrong in (Asked("MusterDown", case.at, "critical", case.fires, False),
                      Asked("MusterDown", case.at, "critical", case.silent[0], True),
                      Asked("MusterDown", case.at, "info", case.fires, True)):
            self.assertNotEqual(self.run_tests([wrong])[0], 0)

    def test_texts_are_filled_in(self):
        code, said = self.run_tests([
            Asked(name, case.at, case.severity, case.fires, True, "alert_rule_test")
            for name, case in CASES.items()])
        self.assertNotEqual(code, 0)
        for name in CASES:
            self.assertIn(f"alertname:{name}", said.replace(" ", ""))
        for wrong in ("<error", "%!", "<no value>", "{{"):
            self.assertNotIn(wrong, said)

    def test_each_alert_tells_what_to_do(self):
        page = (queries.FOLDER / "README.md").read_text(encoding="utf-8")
        sections = dict(re.findall(r"^### (Muster\w+)\n(.*?)(?=^#|\Z)", page, re.MULTILINE | re.DOTALL))
        self.assertEqual(set(sections), set(CASES), "headings of the page and alerts differ")
        for rule in queries.rules():
            name, said = rule["alert"], rule["annotations"]
            self.assertIn(rule["labels"]["severity"], ("critical", "warning", "info"), name)
            for text in TEXTS:
                self.assertTrue(said[text].strip(), name)
                self.assertNotRegex(said[text], CHINESE, name)
                self.assertRegex(said[text + "_zh"], CHINESE, name)
            self.assertEqual(said["runbook"], f"config/monitoring/README.md#{name.lower()}")
            english, _, chinese = sections[name].strip().partition("\n\n")
            self.assertGreater(len(english), 60, name)
            self.assertNotRegex(english, CHINESE, name)
            self.assertGreater(len(CHINESE.findall(chinese)), 15, name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
