// A call that is being taken down: in the right column, so that lists and map stay in sight. What the
// caller says comes first; Ctrl+Enter sends from any field; all is kept as it is typed.
import { useEffect, useRef, useState } from "react";
import type { KeyboardEvent } from "react";
import { Checkbox } from "react-aria-components/Checkbox";
import { Submission } from "@/shell/drafts/submission.ts";
import { as_problem } from "@/shell/net/problem.ts";
import { Button } from "@/shell/parts/button.tsx";
import { Phone } from "@/shell/parts/phone.tsx";
import { useChanges } from "@/shell/store/hooks.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";
import { useDesk } from "../desk_console.ts";
import { AddressField } from "./address_field.tsx";
import { values_of } from "./call_draft.ts";
import type { CallValues } from "./call_draft.ts";
import { MemberField } from "./member_field.tsx";
import { Narrative } from "./narrative.tsx";
import { Questions } from "./questions.tsx";
import { send_call } from "./send_call.ts";
import { ServiceField } from "./service_field.tsx";
import type { OfferedService } from "./service_finder.ts";
import { UrgencyField } from "./urgency_field.tsx";
import { WantedSkills } from "./wanted_skills.tsx";
import "./call_taking.css";

const w = words({
    title: { en: "New call", zh: "登记来电" },
    service_needed: { en: "Choose a service.", zh: "请选择服务。" },
    silent: { en: "Nobody spoke on the line", zh: "来电无人说话" },
    send: { en: "Create request", zh: "建立请求" },
    later: { en: "Later", zh: "稍后继续" },
    drop: { en: "Drop", zh: "丢弃" },
    really: { en: "Really drop it?", zh: "确认丢弃？" },
    retry: { en: "No answer yet; sent again ({n})…", zh: "尚无应答，正在重发（第 {n} 次）…" },
    perhaps_done: {
        en: "{name} sent this and got no answer. Look whether the request is there: sent from here it would be created again.",
        zh: "{name}曾发送但未收到应答。请先核实请求是否已建立：从此处发送会再次建立。",
    },
    tried: {
        en: "This was sent and not answered. Sending it again does not create it twice.",
        zh: "此前已发送但未收到应答。再次发送不会重复建立。",
    },
});

export function CallPanel({ id }: { id: string }) {
    const desk = useDesk();
    useChanges(desk.services);
    useChanges(desk.rules);
    const [submission] = useState(() => new Submission(id, desk.drafts, desk.send));
    const [perhaps_done_by] = useState(() => desk.drafts.get(id)?.perhaps_done_by);
    const [values, set_values] = useState(() => {
        const begun = values_of(submission.restored);
        if (!submission.restored) submission.untouched(begun);
        return begun;
    });
    const [problem, set_problem] = useState("");
    const [service_fault, set_service_fault] = useState("");
    const [sending, set_sending] = useState(false);
    const [dropping, set_dropping] = useState(false);
    const narrative = useRef<HTMLTextAreaElement>(null);
    useEffect(() => narrative.current?.focus(), []);

    const change = (next: Partial<CallValues>) => {
        const changed = { ...values, ...next };
        set_values(changed);
        submission.remember(changed);
        if (next.service) set_service_fault("");
        set_problem("");
    };
    const services = desk.services.all() as OfferedService[];
    const close = () => desk.desk.set({ draft: "" });
    const send = async () => {
        if (sending) return;
        if (!values.service) {
            set_service_fault(w.service_needed());
            narrative.current?.focus();
            return;
        }
        set_sending(true);
        set_problem("");
        try {
            await send_call(desk, submission, values, (n) => set_problem(w.retry({ n })));
        } catch (error) {
            set_problem(problem_text(as_problem(error)));
            set_sending(false);
        }
    };
    const key_down = (event: KeyboardEvent) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void send();
        else if (event.key === "Escape") close();
        else return;
        event.preventDefault();
        event.stopPropagation();
    };
    const props = { values, change };
    return (
        <form className="call-panel" aria-label={w.title()} onKeyDown={key_down} onSubmit={(e) => e.preventDefault()}>
            <div className="call-head">
                <h2>{w.title()}</h2>
                {values.call > 0 && <Phone number={values.caller} />}
                <Button kind="quiet" hot_key="Esc" onPress={close}>
                    {w.later()}
                </Button>
            </div>
            {submission.tried && !sending && !problem && <p className="call-warning">{w.tried()}</p>}
            {perhaps_done_by && <p className="call-warning">{w.perhaps_done({ name: perhaps_done_by })}</p>}
            <Narrative {...props} services={services} input_ref={narrative} />
            <ServiceField {...props} services={services} fault={service_fault} />
            <MemberField {...props} on_chosen={() => narrative.current?.focus()} />
            <AddressField {...props} />
            <Questions
                questions={desk.rules.questions_of(values.service)}
                answers={values.answers}
                on_change={(answers) => change({ answers })}
            />
            <UrgencyField {...props} service={services.find(({ code }) => code === values.service)} />
            {/* A call of the exchange is taken without them. */}
            {!values.call && <WantedSkills {...props} />}
            <Checkbox
                className="check"
                isSelected={values.silent}
                onChange={(silent) => change({ silent })}
            >
                <span className="box" aria-hidden="true" />
                {w.silent()}
            </Checkbox>
            <div className="call-buttons at-hand">
                <p role="alert" className={problem ? "problem" : "unseen"}>
                    {problem}
                </p>
                <Button kind="primary" hot_key="Ctrl+Enter" isDisabled={sending} onPress={() => void send()}>
                    {w.send()}
                </Button>
                <Button
                    kind={dropping ? "danger" : "quiet"}
                    isDisabled={sending}
                    onPress={() => {
                        if (!dropping) return set_dropping(true);
                        submission.forget();
                        close();
                    }}
                    onBlur={() => set_dropping(false)}
                >
                    {dropping ? w.really() : w.drop()}
                </Button>
            </div>
        </form>
    );
}
