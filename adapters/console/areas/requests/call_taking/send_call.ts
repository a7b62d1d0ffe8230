// Sends a call that was taken, and makes it the request of whoever took it.
import type { Submission } from "@/shell/drafts/submission.ts";
import { as_problem } from "@/shell/net/problem.ts";
import { toasts } from "@/shell/parts/toasts.tsx";
import { command_word } from "@/shell/words/named.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";
import type { DeskConsole } from "../desk_console.ts";
import { merged_into, sending_of } from "./call_draft.ts";
import type { CallValues } from "./call_draft.ts";

const w = words({
    created: { en: "Request #{id} is yours.", zh: "已建立请求 #{id}，由您受理。" },
    merged: { en: "It is the same as #{id}, which is open now.", zh: "与 #{id} 为同一事件，已打开该请求。" },
    not_done: { en: "#{id} was created, but not: {what}. {why}", zh: "#{id} 已建立，但“{what}”未完成：{why}" },
});

// The request that is open then.
export async function send_call(
    desk: DeskConsole,
    submission: Submission,
    values: CallValues,
    on_retry: (attempt: number) => void,
): Promise<number> {
    const asked = desk.rules.questions_of(values.service).map(({ code = "" }) => code);
    const { command, body, then } = sending_of(values, asked);
    const outcome = await submission.send(command, body, values, on_retry);
    const created = outcome.id ?? outcome.seq;
    const into = merged_into(outcome.events, created);
    const id = into || created;
    // Unless somebody went on to something else while the answer was awaited.
    if (desk.desk.draft === submission.id) desk.open_request(id);
    toasts.add(into ? w.merged({ id }) : w.created({ id }));

    const after = [...then];
    // Another report of what somebody looks after stays with him.
    if (!into && desk.identity.may_send.has("TakeRequest")) {
        after.push({ command: "TakeRequest", body: { expected_owner: "" } });
    }
    for (const { command, body } of after) {
        try {
            await desk.send_once(`${submission.id} ${command}`, command, { request: id, ...body });
        } catch (error) {
            const why = problem_text(as_problem(error));
            toasts.add(w.not_done({ id, what: command_word(command), why }), true);
        }
    }
    return id;
}
