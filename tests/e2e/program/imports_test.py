"""Tables that are sent to the running service: checked, imported in the sender's name, told line by
line, stopped; the command says the same of the same file."""

import pathlib
import shutil
import time
import urllib.parse

from harness import CONFIG, ProgramTest, main, run

HEADER = "编号,姓名,电话,出生日期,备忘\r\n"
OVER = ("done", "refused", "failed", "stopped")


def row(number, name=None, birth="1946-03-01"):
    return f"{number},{name or f'李{number}'},138{number:08d},{birth},x\r\n"


def table(rows):
    return HEADER + "".join(row(n) for n in range(1, rows + 1))


class ImportsTest(ProgramTest):
    def setUp(self):
        super().setUp()
        shutil.copy(pathlib.Path(CONFIG).parent / "tables.toml", self.folder / "tables.toml")
        self.token = self.make_token("supervisor", name="office")

    def start(self, **changes):
        text = self.config.read_text(encoding="utf-8")
        for old, new in changes.values():
            self.assertIn(old, text)
            text = text.replace(old, new, 1)
        self.config.write_text(text, encoding="utf-8")
        self.service = self.serve()
        self.client = self.service.client(self.token)

    def send(self, text, kind="members", client=None, encoding="utf-8", **query):
        query = {name: str(value).lower() if isinstance(value, bool) else value
                 for name, value in query.items()}
        return (client or self.client).call(
            "POST", f"/v1/imports/{kind}?{urllib.parse.urlencode(query)}", text.encode(encoding),
            {"Content-Type": "text/csv"})

    def until(self, number, states=OVER, client=None):
        end = time.monotonic() + 60
        report = None
        while time.monotonic() < end:
            # The bucket may be small.
            answer = (client or self.client).call("GET", f"/v1/imports/{number}")
            self.assertIn(answer.status, (200, 429), answer.body)
            if answer.status == 200:
                report = answer.json
                if report["state"] in states:
                    return report
            time.sleep(0.05)
        raise AssertionError(f"not {states}: {report}")

    def outcome(self, text, **more):
        answer = self.send(text, **more)
        self.assertEqual(answer.status, 202, answer.body)
        self.assertEqual(answer.headers["Location"], f"/v1/imports/{answer.json['import']}")
        return self.until(answer.json["import"])

    def test_a_table_goes_in_whole_and_once(self):
        self.start()
        rows = 1216
        good = table(rows)
        broken = good.replace(row(700), row(700, birth="1946-02-30")).replace(
            row(900), row(700, name="王五"))
        refused = self.outcome(broken, check=False, file="名册.csv")
        self.assertEqual(refused["state"], "refused", refused)
        self.assertEqual(refused["fault_count"], 2)
        self.assertEqual((refused["rows"], refused["looked_at"]), (rows, rows))
        self.assertEqual([fault["line"] for fault in refused["faults"]], [701, 901])
        self.assertIn("出生日期", refused["faults"][0]["what"])
        self.assertIn("stands in line", refused["faults"][1]["what"])
        self.assertEqual(refused["file"], "名册.csv")
        self.assertNotIn("created", refused)
        self.assertEqual(self.client.all("members"), {})

        looked = self.outcome(good, check=True)
        self.assertEqual((looked["state"], looked["created"], looked["sent"]), ("done", rows, 0))
        self.assertEqual(looked["unused_columns"], ["备忘"])
        self.assertEqual((looked["rows"], looked["looked_at"]), (rows, rows))
        self.assertEqual(self.client.all("members"), {})

        done = self.outcome(good, encoding="gb18030")
        self.assertEqual((done["state"], done["to_send"], done["sent"]), ("done", rows, rows), done)
        self.assertEqual(done["by"], "office")
        self.assertEqual(len(self.client.all("members")), rows)
        other = self.outcome(good.replace(row(7), row(7, name="王七")))
        self.assertEqual([other[name] for name in ("created", "updated", "unchanged", "sent")],
                         [0, 1, rows - 1, 1])

        # The command says the same of the same file.
        file = self.folder / "members.csv"
        file.write_text(good.replace(row(7), row(7, name="王七")), encoding="utf-8")
        said = run("import", "members", file, "--check", "--token", self.token, "--url",
                   f"http://127.0.0.1:{self.service.port}")
        self.assertIn(f"0 new, 0 changed, {rows} as they are", said.stdout, said)

        twice = self.outcome(HEADER + row(5000, name="李5").replace("13800005000", "13800000005"))
        self.assertEqual(twice["duplicate_count"], 1, twice)
        self.assertEqual(twice["duplicates"][0]["line"], 2)
        self.assertIn("may be one person", twice["duplicates"][0]["what"])
        merge = self.client.get("/v1/merges")["items"][0]
        self.assertEqual(twice["duplicates"][0]["ids"], [merge["kept"], merge["other"]])

        listed = self.client.get("/v1/imports")
        self.assertEqual([one["import"] for one in listed["imports"]], [5, 4, 3, 2, 1])
        self.assertNotIn("faults", listed["imports"][0])
        members = next(kind for kind in listed["kinds"] if kind["kind"] == "members")
        self.assertEqual(members["columns"][0]["headers"], ["编号", "number"])
        empty = self.client.call("GET", "/v1/imports/kinds/members.csv")
        self.assertTrue(empty.body.decode("utf-8-sig").startswith("编号,姓名,"), empty.body)
        self.service.stop()
        self.assert_sound()

    def test_only_who_may_and_what_may_be(self):
        self.start(size=("[http]", "[http]\nimport_body_bytes = 2048"))
        helper = self.service.client(self.make_token("adapter"))
        self.assertEqual(self.send(table(1), client=helper).status, 403)
        self.assertEqual(helper.get("/v1/imports")["kinds"], [])
        unknown = self.send(table(1), kind="cats")
        self.assertEqual(unknown.status, 404)
        self.assertIn("members", unknown.json["expected"])
        self.assertEqual(self.send(table(60), client=self.service.client(self.token)).status, 413)
        self.assertEqual(self.send(table(1), kind="survey").status, 400)
        no_table = self.outcome("编号\r\n1\r\n")
        self.assertEqual(no_table["state"], "refused")
        self.assertEqual(no_table["faults"][0]["line"], 1)
        number = no_table["import"]
        self.assertEqual(helper.call("GET", f"/v1/imports/{number}").status, 404)
        self.assertEqual(helper.call("DELETE", f"/v1/imports/{number}").status, 404)

    def test_one_is_stopped_and_goes_on(self):
        # So slow that it is seen: a batch of 512 costs six tokens of ten a second.
        self.start(rate=("per_minute = 60_000_000\nburst = 1_000_000",
                         "per_minute = 600\nburst = 30"))
        watch = [self.service.client(self.make_token("admin", name=f"watch{n}")) for n in range(4)]
        rows = 9000
        number = self.send(table(rows)).json["import"]
        report = self.until(number, ("sending",) + OVER, watch[0])
        self.assertEqual(report["state"], "sending", report)
        # By others: what is sent comes out of the bucket of whoever imports.
        clerks = [self.service.client(self.make_token("admin", name=f"clerk{n}")) for n in range(2)]
        waits = self.send(table(3), client=clerks[0]).json["import"]
        self.assertEqual(watch[1].get(f"/v1/imports/{waits}")["state"], "waiting")
        self.assertEqual(watch[1].call("DELETE", f"/v1/imports/{waits}").json["state"], "stopped")
        self.assertEqual(watch[1].call("DELETE", f"/v1/imports/{number}").status, 200)
        stopped = self.until(number, OVER, watch[2])
        self.assertEqual(stopped["state"], "stopped", stopped)
        self.assertLess(stopped["sent"], rows)
        self.assertEqual(len(watch[3].all("members")), stopped["sent"])
        # The program ends although another is under way.
        self.assertEqual(self.send(table(rows), client=clerks[1]).status, 202)
        self.assertEqual(self.service.stop(), 0)
        self.assert_sound()


if __name__ == "__main__":
    main()
