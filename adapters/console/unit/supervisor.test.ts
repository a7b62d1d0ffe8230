// What the supervisor is shown: trends, breaches, what of a report is drawn, and files to keep.
import assert from "node:assert/strict";
import { test } from "node:test";
import { all_accesses, accesses_path } from "@/areas/accesses/accesses.ts";
import { CoverSeen, answer_trend, late_trend, open_trend } from "@/areas/figures/figures.ts";
import { bars_of } from "@/areas/reports/report.ts";
import { breaches_of, late_ms, next_of } from "@/areas/requests/breaches/breach_list.ts";
import { csv_field, csv_of } from "@/shell/net/save_file.ts";

const hour_ms = 3_600_000;
const hour = (n, open, late, answered = 0, median_ms = 0) => ({
    from: n * hour_ms,
    came: 1,
    answer: { answered, median_ms, p90_ms: median_ms },
    open,
    late,
});
const figures_of = (hours, more = {}) => ({ hours, cover_ppm: null, at: 0, ...more }) as never;

test("a trend is against the end of the last whole hour", () => {
    const figures = figures_of([hour(6, 9, 4), hour(7, 5, 2), hour(8, 7, 3)]);
    assert.deepEqual(open_trend(figures), { before: 5, since: 8 * hour_ms, good: "less" });
    assert.equal(late_trend(figures).before, 2);
    assert.equal(open_trend(figures_of([hour(0, 1, 0)])).before, null, "in the first hour there is none");
});

test("answer times are compared between hours in which somebody came", () => {
    const figures = figures_of([hour(5, 0, 0, 2, 600), hour(6, 0, 0), hour(7, 0, 0, 1, 900), hour(8, 0, 0)]);
    const trend = answer_trend(figures);
    assert.equal(trend.now, 900);
    assert.equal(trend.before, 600);
    assert.equal(trend.since, 5 * hour_ms);
    assert.equal(answer_trend(figures_of([hour(7, 0, 0, 1, 900)])).before, null);
});

test("cover is compared with what was seen first", () => {
    const seen = new CoverSeen();
    assert.equal(seen.trend(figures_of([], { at: 10, cover_ppm: 500 })).before, null);
    const trend = seen.trend(figures_of([], { at: 20, cover_ppm: 700 }));
    assert.deepEqual(trend, { before: 500, since: 10, good: "more" });
    assert.equal(seen.trend(figures_of([], { at: 30 })).before, null, "nothing to cover");
});

const request = (id, ...milestones) => ({ id, milestones }) as never;
const broken = (milestone, breached_at, cause = "", met_at = 0) => ({
    milestone,
    due_at: breached_at,
    breached_at,
    met_at,
    cause,
});

test("breaches are those without a cause, the oldest first, and the feed knows better", () => {
    const read = [request(1, broken("on_site", 50)), request(2, broken("on_site", 20))];
    const told = new Map([
        [2, request(2, broken("on_site", 20, "traffic"))],
        [3, request(3, broken("dispatched", 70), broken("on_site", 30), { milestone: "handover" })],
    ]);
    const breaches = breaches_of(told as never, read);
    assert.deepEqual(breaches.map(({ key }) => key), ["3 on_site", "1 on_site", "3 dispatched"]);
    assert.equal(late_ms(breaches[0], 100), 70, "still owed");
    assert.equal(late_ms({ ...breaches[0], met_at: 40 }, 100), 10);
});

const column = (key, kind) => ({ key, kind, en: key, zh: key });
test("of a section the rows of all districts are drawn, by what tells them apart", () => {
    const section = {
        drawn: "n",
        columns: [column("district", "district"), column("urgency", "word"), column("n", "count")],
        rows: [
            { district: "*", urgency: "P1", n: 3 },
            { district: "*", urgency: "P2", n: null },
            { district: "a", urgency: "P1", n: 3 },
        ],
        shown: [[{ en: "all", zh: "全部" }, "P1", "3"], [{ en: "all", zh: "全部" }, "P2", "–"], ["a", "P1", "3"]],
    };
    assert.deepEqual(bars_of(section as never)?.bars, [{ name: ["P1"], value: 3, shown: "3" }]);
    assert.equal(bars_of({ ...section, drawn: "" } as never), null);
    assert.equal(bars_of({ ...section, rows: [], shown: [] } as never), null);
    // Told apart by nothing but the district: not their sum beside them.
    const alone = {
        drawn: "n",
        columns: [column("district", "district"), column("n", "count")],
        rows: [{ district: "*", n: 5 }, { district: "a", n: 3 }, { district: "b", n: 2 }],
        shown: [["all", "5"], ["a", "3"], ["b", "2"]],
    };
    assert.deepEqual(bars_of(alone as never)?.bars.map(({ name }) => name), [["a"], ["b"]]);
    // Of one district its own rows.
    const own = { ...section, rows: [section.rows[2]], shown: [section.shown[2]] };
    assert.deepEqual(bars_of(own as never)?.bars.map(({ name }) => name), [["P1"]]);
});

test("the record of accesses is read to its end, and no further than wanted", async () => {
    const pages = new Map([
        ["/v1/accesses?who=a&until=9&limit=2", { entries: [1, 2], next_skip: 2 }],
        ["/v1/accesses?who=a&until=9&skip=2&limit=2", { entries: [3], next_skip: 0 }],
    ]);
    const filter = { who: "a", about: "", what: "", since: 0, until: 9 };
    const asked = [];
    const get = async (path) => {
        asked.push(path);
        return pages.get(path) as never;
    };
    assert.deepEqual(await all_accesses(get, filter, 100, 2), [1, 2, 3]);
    assert.deepEqual(await all_accesses(get, filter, 2, 2), [1, 2]);
    assert.equal(asked.length, 3);
    assert.equal(accesses_path({ ...filter, since: 4 }, 0, 5), "/v1/accesses?who=a&since=4&until=9&limit=5");
});

test("a field of a table is no formula, and keeps its quotes", async () => {
    assert.equal(csv_field('a "b", c'), '"a ""b"", c"');
    assert.equal(csv_field("=1+1"), "'=1+1");
    assert.equal(csv_field(-5), "-5");
    assert.equal(await csv_of([["a", 1]]).text(), "a,1\r\n");
});

test("after a breach that is gone comes the next that is there, or else the one before", () => {
    assert.equal(next_of("b", ["a", "b", "c", "d"], ["a", "d", "e"]), "d");
    assert.equal(next_of("d", ["a", "b", "d"], ["a", "e"]), "a");
    assert.equal(next_of("a", ["a"], []), "");
    assert.equal(next_of("x", ["a", "b"], ["a"]), "");
});
