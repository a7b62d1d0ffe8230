// What the office makes of the service's report of an import.
import assert from "node:assert/strict";
import { test } from "node:test";
import { csv_text, is_over, is_ready, progress_of } from "@/areas/imports/import_report.ts";
import type { ImportSummary } from "@/areas/imports/import_report.ts";
import { line_words, state_text } from "@/areas/imports/import_words.ts";
import { Api } from "@/shell/net/api.ts";
import { chosen } from "@/shell/words/words.ts";

const checked: ImportSummary = {
    import: 1,
    kind: "members",
    file: "register.csv",
    check: true,
    by: "Li Na",
    at: 1,
    state: "done",
    rows: 12,
    looked_at: 12,
    to_send: 3,
    sent: 0,
    created: 2,
    updated: 1,
    unchanged: 9,
    fault_count: 0,
    duplicate_count: 0,
    flagged_count: 0,
    unused_columns: [],
};

test("only what was checked without faults, and does something, can be imported", () => {
    assert.ok(is_ready(checked));
    assert.ok(!is_ready({ ...checked, to_send: 0 }));
    assert.ok(!is_ready({ ...checked, check: false }));
    assert.ok(!is_ready({ ...checked, state: "refused", fault_count: 1 }));
    assert.ok(!is_ready({ ...checked, state: "stopped" }));
});

test("how far it is, where anybody knows", () => {
    assert.equal(progress_of({ ...checked, state: "reading" }), null);
    assert.deepEqual(progress_of({ ...checked, state: "checking", looked_at: 5 }), { done: 5, of: 12 });
    assert.deepEqual(progress_of({ ...checked, state: "sending", sent: 2 }), { done: 2, of: 3 });
    assert.equal(progress_of(checked), null);
    assert.ok(is_over(checked) && !is_over({ ...checked, state: "waiting" }));
});

test("each state is said, also how much went in before its end", () => {
    chosen.language = "en";
    assert.equal(state_text(checked), "Checked: no faults in 12 rows.");
    const run = { ...checked, check: false };
    assert.equal(state_text({ ...run, sent: 3 }), "3 rows imported.");
    assert.match(state_text({ ...run, state: "stopped", sent: 1 }), /^Stopped after 1 of 3 rows/);
    assert.equal(state_text({ ...checked, state: "stopped" }), "Stopped; nothing was imported.");
    assert.match(state_text({ ...run, state: "refused", fault_count: 1 }), /^1 fault: nothing/);
    assert.match(state_text({ ...run, state: "failed", to_send: 0, why: "no answer" }), /no answer/);
    for (const state of ["waiting", "reading", "checking", "sending"] as const) {
        assert.ok(state_text({ ...run, state }).length > 0);
    }
});

test("what the service says is said in the language of the page", () => {
    const fault = { line: 2, what: "column 3 has no name", what_zh: "第 3 列没有列名" };
    const unasked: ImportSummary = {
        ...checked,
        state: "refused",
        why: "say which survey",
        why_zh: "请指明表格所属的调查",
    };
    chosen.language = "zh";
    assert.equal(line_words(fault), "第 3 列没有列名");
    assert.equal(state_text(unasked), "无法导入：请指明表格所属的调查");
    assert.match(state_text({ ...unasked, state: "failed", to_send: 0 }), /^检查未能完成：请/);
    chosen.language = "en";
    assert.equal(line_words(fault), "column 3 has no name");
    assert.equal(state_text(unasked), "It cannot be imported so: say which survey");
});

test("faults as a file that a spreadsheet takes for nothing but text", () => {
    assert.equal(
        csv_text([
            ["Line", "What"],
            ["7", 'column "name": it is, well, empty'],
            ["8", "=1+1"],
        ]),
        '\u{feff}Line,What\r\n7,"column ""name"": it is, well, empty"\r\n8,\'=1+1\r\n',
    );
});

test("a file is sent as it is, with its type", async () => {
    const calls: RequestInit[] = [];
    const api = new Api({
        fetch_fn: (async (_url: string, options: RequestInit) => {
            calls.push(options);
            return new Response('{"import":7}', { status: 202 });
        }) as typeof fetch,
    });
    const table = new Blob(["a,b\n"], { type: "text/csv" });
    assert.deepEqual(await api.send_file("/v1/imports/members", table), { import: 7 });
    assert.equal(calls[0]?.method, "POST");
    assert.equal(calls[0]?.body, table);
    assert.equal((calls[0]?.headers as Record<string, string>)["Content-Type"], "text/csv");
});
