// How an import stands, in words.
import { told, words } from "@/shell/words/words.ts";
import type { ImportLine, ImportSummary } from "./import_report.ts";

const w = words({
    waiting: { en: "Waits until another import is done.", zh: "正在等待前一个导入完成。" },
    reading: { en: "Reading what the register has…", zh: "正在读取现有数据…" },
    checking: { en: "Checking rows…", zh: "正在逐行检查…" },
    sending: { en: "Importing…", zh: "正在导入…" },
    checked: {
        en: "Checked: no faults in {n, plural, one {# row} other {# rows}}.",
        zh: "检查完毕：{n} 行无错误。",
    },
    done: {
        en: "{n, plural, one {# row} other {# rows}} imported.",
        zh: "已导入 {n} 行。",
    },
    refused: {
        en: "{n, plural, one {# fault} other {# faults}}: nothing was imported.",
        zh: "发现 {n} 处错误，未导入任何内容。",
    },
    not_asked: { en: "It cannot be imported so: {why}", zh: "无法导入：{why}" },
    failed: {
        en: "Broken off after {sent} of {n} rows. Importing the same file again goes on from there.",
        zh: "导入中断，已导入 {sent} 行（共 {n} 行）。再次导入同一文件即可继续。",
    },
    not_read: { en: "It could not be checked: {why}", zh: "检查未能完成：{why}" },
    stopped: {
        en: "Stopped after {sent} of {n} rows. Importing the same file again goes on from there.",
        zh: "已停止，已导入 {sent} 行（共 {n} 行）。再次导入同一文件即可继续。",
    },
    stopped_before: { en: "Stopped; nothing was imported.", zh: "已停止，未导入任何内容。" },
});

export const line_words = ({ what, what_zh }: ImportLine): string => told({ en: what, zh: what_zh });

export function state_text(one: ImportSummary): string {
    const { state, sent, to_send } = one;
    const why = told({ en: one.why ?? "", zh: one.why_zh ?? "" });
    if (state === "done") return one.check ? w.checked({ n: one.rows }) : w.done({ n: sent });
    if (state === "refused") {
        return one.fault_count > 0 ? w.refused({ n: one.fault_count }) : w.not_asked({ why });
    }
    if (state === "failed") return to_send > 0 ? w.failed({ sent, n: to_send }) : w.not_read({ why });
    if (state === "stopped") {
        return to_send > 0 && !one.check ? w.stopped({ sent, n: to_send }) : w.stopped_before();
    }
    return w[state]();
}

// Beside the words: whether it is as it should be.
export function state_mark(one: ImportSummary): { mark: string; look: "good" | "bad" | "plain" } {
    if (one.state === "done") return { mark: "✓", look: "good" };
    if (one.state === "refused" || one.state === "failed") return { mark: "⚠", look: "bad" };
    return { mark: one.state === "stopped" ? "■" : "…", look: "plain" };
}
