// What is proved of the record of accesses, in words.
import { day, day_and_time, hour_minute } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import type { Say } from "@/shell/words/words.ts";
import { proof_of, sheets_proved, tone_of } from "./proof.ts";
import type { Anchor, Proof, RowProof } from "./proof.ts";

const w = words({
    good: {
        en: "Everything up to {time} stands in the log: {sheets, plural, one {# sheet} other {# sheets}}, {rows, plural, one {# row} other {# rows}}.",
        zh: "{time} 前的记录均有日志佐证：{sheets, number} 页，{rows, number} 条。",
    },
    no_sheet_yet: {
        en: "Nothing is proved yet: the first sheet has not been closed.",
        zh: "尚无佐证：第一页尚未封存。",
    },
    open: {
        en: "Not proved yet: {rows, plural, one {# row} other {# rows}} of the open sheet, which is closed within some minutes.",
        zh: "待佐证：当前页 {rows, number} 条，数分钟内封存。",
    },
    since: { en: "The record goes back to {day}.", zh: "记录自 {day} 起保存。" },
    changed: {
        en: "Rows of {sheets} were changed: they are not what the log vouches for.",
        zh: "{sheets}的记录已被改动，与日志佐证不符。",
    },
    missing: { en: "The record has lost {sheets}.", zh: "记录缺少{sheets}。" },
    other: {
        en: "For {sheets} the log holds another hash than the record.",
        zh: "{sheets}在日志中的哈希与记录不一致。",
    },
    what_to_do: {
        en: "Change nothing on the server: run “{command}” there, and look for a backup from before.",
        zh: "请勿改动服务器上的任何内容：在服务器上运行“{command}”，并查找此前的备份。",
    },
    sheet: { en: "sheet {first}", zh: "第 {first} 页" },
    sheets: { en: "sheets {first} to {last}", zh: "第 {first}–{last} 页" },
    proved: { en: "Sheet {sheet}", zh: "第 {sheet} 页" },
    not_yet: { en: "Not yet", zh: "待佐证" },
    unclear: { en: "Unclear", zh: "待查" },
    differs: { en: "Sheet {sheet} differs", zh: "第 {sheet} 页不符" },
    folder: { en: "Folder", zh: "文件夹" },
    webhook: { en: "Webhook", zh: "网络回调" },
    time_stamp: { en: "Time stamp service", zh: "时间戳服务" },
    sent: { en: "up to record {seq, number}, {time}", zh: "至第 {seq, number} 条日志，{time}" },
    never: { en: "never sent yet", zh: "尚未发送" },
});

export const verify_command = "muster audit verify";

// "14:05" of today, else with its day.
export const time_of = (at: number, now: number): string =>
    day(at) === day(now) ? hour_minute(at) : day_and_time(at);

const faults: Readonly<Record<string, Say>> = { changed: w.changed, missing: w.missing, other: w.other };

export function proof_sentence(proof: Proof, now: number): string {
    const { fault, fault_first, fault_last, noted_until, rows } = proof;
    if (tone_of(proof) === "none") return w.no_sheet_yet();
    if (fault === "none") return w.good({ time: time_of(noted_until, now), sheets: sheets_proved(proof), rows });
    const which = { first: fault_first, last: fault_last };
    return (faults[fault] ?? w.other)({ sheets: fault_last > fault_first ? w.sheets(which) : w.sheet(which) });
}

// What else there is to say, a sentence each.
export function proof_details(proof: Proof): string[] {
    const { fault, rows_open, since } = proof;
    const out: string[] = [];
    if (fault !== "none") out.push(w.what_to_do({ command: verify_command }));
    if (rows_open > 0) out.push(w.open({ rows: rows_open }));
    if (since > 0) out.push(w.since({ day: day(since) }));
    return out;
}

// Of a row: a sign beside the words.
export const proof_signs: Readonly<Record<RowProof, string>> = {
    proved: "✓",
    not_yet: "○",
    unclear: "?",
    differs: "■",
};
export const proof_word = (sheet: number, proof: Proof): string => w[proof_of(sheet, proof)]({ sheet });

export const target_word = ({ target }: Anchor): string => (target in w ? w[target]() : target);
export const sent_words = ({ seq, sent_at }: Anchor, now: number): string =>
    seq > 0 ? w.sent({ seq, time: time_of(sent_at, now) }) : w.never();
