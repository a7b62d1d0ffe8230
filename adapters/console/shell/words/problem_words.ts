// A refusal in the words of whoever reads it.
import type { Holder, Problem } from "../net/problem.ts";
import { clock } from "../time/times.ts";
import { reject_word } from "./named.ts";
import { chosen, words } from "./words.ts";

const w = words({
    no_answer: {
        en: "No answer from the server: it may have happened or not. Sending it again does not do it twice.",
        zh: "服务器没有应答：可能已执行，也可能没有。再次发送不会重复执行。",
    },
    sign_in: { en: "Please sign in again.", zh: "请重新登录。" },
    forbidden: { en: "You may not do this.", zh: "您没有此项权限。" },
    too_many: { en: "Too many at once. Wait a moment.", zh: "操作过于频繁，请稍候。" },
    gone: { en: "This is not here (any more).", zh: "该内容不存在或已删除。" },
    answered: { en: "The server answered {status}.", zh: "服务器返回 {status}。" },
    has: { en: "{who} has it.", zh: "已由{who}处理。" },
    has_since: { en: "{who} has it since {time}.", zh: "{who}已于{time}接手。" },
    nobody: { en: "Nobody has it any more.", zh: "目前无人处理。" },
});

export interface ProblemWords {
    title: string;
    detail: string;
    field: string; // the name of the field that it is about, or ""
}

function title_of(problem: Problem): string {
    if (problem.status === 0 || problem.reason === "no_answer") return w.no_answer();
    const by_reason = reject_word(problem.reason);
    if (by_reason) return by_reason;
    if (problem.status === 401) return w.sign_in();
    if (problem.status === 403) return w.forbidden();
    if (problem.status === 404) return w.gone();
    if (problem.status === 429) return w.too_many();
    return problem.title || w.answered({ status: problem.status });
}

// Who was quicker, and when: "Wang Min has it since 12:03:09."
function holder_words({ owner, responder, name, since }: Holder): string {
    const who = owner || name || (responder ? `#${responder}` : "");
    if (!who) return w.nobody();
    return since ? w.has_since({ who, time: clock(since) }) : w.has({ who });
}

// The server tells the details in English only. Where its reason has a word of its own they add nothing
// that somebody who reads Chinese needs, but for what is wrong with a field.
function detail_of({ detail, expected, reason }: Problem): string {
    if (chosen.language !== "en" && reason !== "invalid_field" && reject_word(reason)) return "";
    return [detail, expected].filter(Boolean).join(" ");
}

export function problem_words(problem: Problem): ProblemWords {
    const name = problem.field.split("/").filter(Boolean).pop() ?? "";
    const detail = problem.holder ? holder_words(problem.holder) : detail_of(problem);
    // Who holds it is the whole answer; the field only says that it was expected otherwise.
    return { title: title_of(problem), detail, field: problem.holder ? "" : name };
}

export function problem_text(problem: Problem): string {
    const { title, detail } = problem_words(problem);
    return [title, detail].filter(Boolean).join(" ");
}
