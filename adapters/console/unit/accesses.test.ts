// What an auditor is told: how far the record of accesses is proved, and who looked at one member.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { access_csv, access_table } from "@/areas/accesses/access_rows.ts";
import { kind_word } from "@/areas/accesses/access_words.ts";
import { all_accesses, kinds } from "@/areas/accesses/accesses.ts";
import type { Access, AccessKind } from "@/areas/accesses/accesses.ts";
import { may_prove } from "@/areas/accesses/audit_roles.ts";
import { bars_of, looks_of, member_of, typed_member } from "@/areas/accesses/person.ts";
import { looks_sentence, whom_word } from "@/areas/accesses/person_words.ts";
import { proof_of, sheets_proved } from "@/areas/accesses/proof.ts";
import type { Proof } from "@/areas/accesses/proof.ts";
import { proof_details, proof_sentence, proof_word, sent_words, target_word } from "@/areas/accesses/proof_words.ts";
import { from_wall, set_time_zone } from "@/shell/time/times.ts";
import { chosen } from "@/shell/words/words.ts";

set_time_zone("Asia/Shanghai");
beforeEach(() => {
    chosen.language = "en";
});
const at = from_wall;
const now = at("2026-12-01T14:09");

const proof = (more: Partial<Proof> = {}): Proof => ({
    noted: 34,
    noted_until: at("2026-12-01T14:05"),
    first: 1,
    last: 34,
    since: at("2026-08-03T00:10"),
    rows: 1203,
    rows_open: 12,
    fault: "none",
    fault_first: 0,
    fault_last: 0,
    anchors: [],
    ...more,
});
const row = (when: string, more: Partial<Access> = {}): Access => ({
    at: at(when),
    what: "personal_read",
    who: "chief",
    about: "members/7",
    count: 1,
    reason: "",
    sheet: 3,
    ...more,
});

test("what the log vouches for is said with its time, and what it does not yet", () => {
    assert.equal(
        proof_sentence(proof(), now),
        "Everything up to 14:05 stands in the log: 34 sheets, 1,203 rows.",
    );
    assert.deepEqual(proof_details(proof()), [
        "Not proved yet: 12 rows of the open sheet, which is closed within some minutes.",
        "The record goes back to 2026-08-03.",
    ]);
    assert.deepEqual(proof_details(proof({ rows_open: 0, since: 0 })), []);
    chosen.language = "zh";
    assert.equal(proof_sentence(proof(), now), "14:05 前的记录均有日志佐证：34 页，1,203 条。");
});

test("of another day the day is said, and one is not many", () => {
    const text = proof_sentence(proof({ noted_until: at("2026-11-30T23:59"), first: 34, rows: 1 }), now);
    assert.equal(text, "Everything up to 2026-11-30 23:59 stands in the log: 1 sheet, 1 row.");
});

test("sheets are counted that are here and in the log", () => {
    assert.equal(sheets_proved(proof({ first: 20 })), 15, "the older ones were deleted");
    assert.equal(sheets_proved(proof({ noted: 33, first: 20 })), 14, "the last is closed, and not in the log yet");
    assert.equal(sheets_proved(proof({ noted: 0 })), 0);
    assert.equal(proof_sentence(proof({ noted: 0 }), now), "Nothing is proved yet: the first sheet has not been closed.");
});

test("a fault is said in words, with what to do, also while nothing is proved", () => {
    const changed = proof({ fault: "changed", fault_first: 12, fault_last: 12 });
    assert.equal(
        proof_sentence(changed, now),
        "Rows of sheet 12 were changed: they are not what the log vouches for.",
    );
    assert.match(proof_details(changed)[0] ?? "", /muster audit verify.*backup/);
    assert.equal(
        proof_sentence(proof({ fault: "missing", fault_first: 30, fault_last: 33, noted: 0 }), now),
        "The record has lost sheets 30 to 33.",
    );
    const other = proof({ fault: "other", fault_first: 2, fault_last: 2 });
    assert.equal(proof_sentence(other, now), "For sheet 2 the log holds another hash than the record.");
    chosen.language = "zh";
    assert.equal(proof_sentence(other, now), "第 2 页在日志中的哈希与记录不一致。");
    assert.match(proof_details(other)[0] ?? "", /muster audit verify.*备份/);
});

test("a row is proved when its sheet stands in the log, and no fault is before it", () => {
    assert.equal(proof_of(34, proof()), "proved");
    assert.equal(proof_of(35, proof()), "not_yet");
    assert.equal(proof_of(1, proof({ noted: 0 })), "not_yet");
    const fault = proof({ fault: "missing", fault_first: 12, fault_last: 14 });
    const told = [11, 12, 14, 15, 35].map((sheet) => proof_of(sheet, fault));
    assert.deepEqual(told, ["proved", "differs", "differs", "unclear", "unclear"]);
    assert.equal(proof_word(34, proof()), "Sheet 34");
    assert.equal(proof_word(12, fault), "Sheet 12 differs");
});

test("anchors say when and where", () => {
    const anchor = { target: "webhook", seq: 5120, sent_at: at("2026-12-01T14:03"), failing: false } as const;
    assert.equal(`${target_word(anchor)}: ${sent_words(anchor, now)}`, "Webhook: up to record 5,120, 14:03");
    assert.equal(sent_words({ ...anchor, seq: 0, sent_at: 0 }, now), "never sent yet");
    assert.equal(target_word({ ...anchor, target: "of a later program" as never }), "of a later program");
});

test("who may not have it proved does not ask", () => {
    assert.deepEqual(
        [["auditor"], ["supervisor"], ["admin", "supervisor"], ["admin"]].map((roles) => may_prove(new Set(roles))),
        [true, true, true, false],
    );
});

test("each kind has its words in both languages", () => {
    for (const language of ["en", "zh"] as const) {
        chosen.language = language;
        assert.equal(new Set(kinds.map(kind_word)).size, kinds.length);
        for (const kind of kinds) assert.ok(!kind_word(kind).includes("_"), kind);
    }
    assert.equal(kind_word("of_a_later_program" as AccessKind), "of_a_later_program");
});

test("a column for reasons is there when there is one; a file always has it", () => {
    const plain = [row("2026-12-01T10:00:07")];
    const reasoned = [...plain, row("2026-12-01T09:00:00", { what: "unmasked", reason: "the roof leaks", sheet: 35 })];
    assert.deepEqual(access_table(plain, null).heads, ["Time", "What", "Who", "About", "Times"]);
    const { heads, texts_of } = access_table(reasoned, proof());
    assert.deepEqual(heads, ["Time", "What", "Who", "About", "Reason", "Proof", "Times"]);
    assert.deepEqual(reasoned.map((one) => texts_of(one)[4]), ["", "the roof leaks"]);
    assert.deepEqual(access_csv(reasoned, proof()), [
        ["Time", "What", "Who", "About", "Reason", "Sheet", "Proof", "Times"],
        ["2026-12-01 10:00:07", "Read about people", "chief", "members/7", "", 3, "Sheet 3", 1],
        ["2026-12-01 09:00:00", "Unmasked one record", "chief", "members/7", "the roof leaks", 35, "Not yet", 1],
    ]);
});

test("pages fit together, whatever comes meanwhile", async () => {
    const asked: string[] = [];
    const get = async (path: string) => {
        asked.push(path);
        return { entries: [row("2026-12-01T10:00")], next_skip: asked.length < 2 ? 1 : 0 };
    };
    await all_accesses(get, { who: "", about: "", what: "", since: 0, until: 0 }, 9, 1);
    assert.deepEqual(asked, [
        "/v1/accesses?limit=1",
        `/v1/accesses?until=${at("2026-12-01T10:00") + 1}&skip=1&limit=1`,
    ]);
});

test("a member's number is read as people write it", () => {
    for (const text of ["7", " #7 ", "members/7", "# 7", "７"]) assert.equal(typed_member(text), 7, text);
    for (const text of ["", "0", "7a", "chen", "-7", "7.5", "members/", "1".repeat(20)]) {
        assert.equal(typed_member(text), 0, text);
    }
    assert.equal(member_of("members/7"), 7);
    for (const about of ["members/7/cards", "members?name=*", "requests/7", "", "7"]) {
        assert.equal(member_of(about), 0, about);
    }
});

test("who looked at somebody is counted by whom and how, the latest first", () => {
    const looks = looks_of([
        row("2026-12-01T14:05", { who: "d1", what: "unmasked", reason: "a call back" }),
        row("2026-12-01T13:00", { count: 3 }),
        row("2026-12-01T12:00", { what: "right_refused" }),
        row("2026-11-30T12:00", { what: "exported", count: 2 }),
    ]);
    assert.equal(looks.times, 6, "what was refused was not seen");
    const of = { personal_read: 0, unmasked: 0, exported: 0 };
    assert.deepEqual(looks.by_whom, [
        { ...of, who: "d1", unmasked: 1, last: at("2026-12-01T14:05") },
        { ...of, who: "chief", personal_read: 3, exported: 2, last: at("2026-12-01T13:00") },
    ]);
    assert.equal(
        looks_sentence(looks, whom_word(7, ""), false, now),
        "Member 7 was looked at 6 times, by 2 people or machines; last by d1, 14:05.",
    );
    chosen.language = "zh";
    assert.equal(
        looks_sentence(looks, whom_word(7, "陈福林"), false, now),
        "陈福林（7 号服务对象）的资料共被查看 6 次，涉及 2 个人员或系统；最近一次：14:05，d1。",
    );
});

test("once and nobody have words of their own", () => {
    const once = looks_of([row("2026-11-30T14:05")]);
    assert.equal(
        looks_sentence(once, whom_word(7, ""), true, now),
        "Member 7 was looked at once, by one person or machine; last by chief, 2026-11-30 14:05.",
    );
    const nobody = looks_of([]);
    assert.equal(looks_sentence(nobody, "Member 7", false, now), "Member 7 was not looked at: nothing is noted.");
    assert.match(looks_sentence(nobody, "Member 7", true, now), /not looked at in this time/);
});

test("days are the city's, and those on which nobody looked are there too", () => {
    const rows = [
        row("2026-12-01T00:10", { what: "exported", count: 2 }),
        row("2026-11-30T23:50"),
        row("2026-11-28T12:00", { count: 4 }),
        row("2026-11-28T12:00", { what: "right_refused" }),
    ];
    const bars = bars_of(rows, at("2026-11-27T00:00"), now);
    assert.deepEqual(bars.map(({ first, times, special }) => [first, times, special]), [
        ["2026-11-27", 0, 0],
        ["2026-11-28", 4, 0],
        ["2026-11-29", 0, 0],
        ["2026-11-30", 1, 0],
        ["2026-12-01", 2, 2],
    ]);
    assert.deepEqual([bars_of(rows, 0, now).length, bars_of([], now, now).length], [14, 1]);
    assert.equal(bars_of([row("2026-10-20T12:00"), ...rows], 0, now)[0]?.first, "2026-10-20");
});

test("a long time is told by weeks that end today, and no row is lost", () => {
    const rows = [row("2026-12-01T01:00"), row("2026-11-25T01:00"), row("2026-11-24T23:00"), row("2025-11-20T01:00")];
    const bars = bars_of(rows, 0, now);
    assert.deepEqual(bars.at(-1), { first: "2026-11-25", last: "2026-12-01", times: 2, special: 0 });
    assert.equal(bars.at(-2)?.times, 1);
    assert.equal(bars[0]?.first, "2025-11-20");
    assert.equal(bars.reduce((sum, { times }) => sum + times, 0), 4);
    for (const [n, bar] of bars.entries()) {
        if (n) assert.equal(at(`${bar.first}T12:00`) - at(`${bars[n - 1]?.last}T12:00`), 86_400_000);
    }
});

test("a day has its place whatever is done to clocks in the night", () => {
    set_time_zone("Europe/Berlin");
    const bars = bars_of([row("2026-10-25T02:30")], at("2026-10-24T00:00"), at("2026-10-26T23:30"));
    assert.deepEqual(bars.map(({ first, times }) => [first, times]), [
        ["2026-10-24", 0],
        ["2026-10-25", 1],
        ["2026-10-26", 0],
    ]);
    set_time_zone("Asia/Shanghai");
});
