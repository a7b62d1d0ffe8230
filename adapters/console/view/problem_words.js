// A refusal in the dispatcher's words: {title, detail, field}.
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
    const detail = [problem.detail, problem.expected].filter(Boolean).join(" ");
    return { title, detail, field: name };
}
