// The member has an open request: perhaps it is about that. To open it, or to add what was said to it.
import { useState } from "react";
import { as_problem } from "@/shell/net/problem.ts";
import { Button } from "@/shell/parts/button.tsx";
import { ClassMark } from "@/shell/parts/marks.tsx";
import { toasts } from "@/shell/parts/toasts.tsx";
import { duration } from "@/shell/time/times.ts";
import { useNow } from "@/shell/store/hooks.ts";
import { enum_word } from "@/shell/words/named.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";
import type { Request } from "muster/schema";
import { useDesk } from "../desk_console.ts";
import type { FieldProps } from "./fields.tsx";

const w = words({
    already: { en: "Open already, since {time}:", zh: "已有未办结请求（{time}前）：" },
    open: { en: "Open #{id}", zh: "打开 #{id}" },
    add: { en: "Add this to #{id}", zh: "并入 #{id}" },
    added: { en: "Added to #{id}.", zh: "已并入 #{id}。" },
});

export function OpenAlready({ request, values }: FieldProps & { request: Request }) {
    const desk = useDesk();
    const now = useNow(5_000);
    const [sending, set_sending] = useState(false);
    const { id, urgency, status, service } = request;
    const draft = desk.desk.draft;
    const text = values.narrative.trim();
    const add = async () => {
        set_sending(true);
        try {
            await desk.send_once(`${draft} note ${id} ${text}`, "AddNote", { request: id, text });
            desk.drafts.drop(draft);
            if (desk.desk.draft === draft) desk.open_request(id);
            toasts.add(w.added({ id }));
        } catch (error) {
            toasts.add(problem_text(as_problem(error)), true);
            set_sending(false);
        }
    };
    return (
        <div className={`call-warning ${urgency}`} role="status">
            <p>▲ {w.already({ time: duration(Math.max(0, now - request.created_at)) })}</p>
            <p>
                <ClassMark urgency={urgency} /> <b>{desk.services.name(service)}</b> #{id} ·{" "}
                {enum_word("RequestStatus", status)}
            </p>
            <div className="call-buttons">
                <Button onPress={() => desk.open_request(id)}>{w.open({ id })}</Button>
                {desk.may(request, "AddNote") && (
                    <Button isDisabled={!text || sending} onPress={() => void add()}>
                        {w.add({ id })}
                    </Button>
                )}
            </div>
        </div>
    );
}
