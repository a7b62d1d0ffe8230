// A refusal in the dispatcher's words: {title, detail, field}.
import { clock } from "../model/format.js";
import { t, tables } from "../i18n/i18n.js";

export function problem_words(problem) {
    const by_reason = `reject.${problem.reason}`;
    const by_status = `problem.${problem.status}`;
    let title;
    if (problem.status === 0 || problem.reason === "no_answer") title = t("problem.no_answer");
    else if (by_reason in tables.en) title = t(by_reason);
    else if (by_status in tables.en) title = t(by_status);
    else title = problem.title || t("problem.http", { status: problem.status });
    const name =
        String(problem.field ?? "")
            .split("/")
            .filter(Boolean)
            .pop() ?? "";
    const detail = problem.holder
        ? holder_words(problem.holder)
        : [problem.detail, problem.expected].filter(Boolean).join(" ");
    // Who holds it is the whole answer; the field only says that it was expected otherwise.
    return { title, detail, field: problem.holder ? "" : name };
}

// Who was quicker, and when: "Wang Min has it since 12:03:09."
function holder_words({ owner, responder, name, since }) {
    const who = owner || name || (responder ? `#${responder}` : "");
    if (!who) return t("holder.nobody");
    return since ? t("holder.since", { who, time: clock(since) }) : t("holder.has", { who });
}
