// The request that is open: what is to be known first, what is to be done next, who goes, what was
// promised, what happened.
import { useEffect, useState } from "react";
import { as_problem } from "@/shell/net/problem.ts";
import { useChanges, useEntity, useReady } from "@/shell/store/hooks.ts";
import { words } from "@/shell/words/words.ts";
import type { Request } from "muster/schema";
import { useDesk } from "../desk_console.ts";
import { ActionBar } from "./action_bar.tsx";
import { ActionForm } from "./action_form.tsx";
import { CallCard } from "./call_card.tsx";
import { Drafts } from "./drafts.tsx";
import { Facts } from "./facts.tsx";
import { NextStep } from "./next_step.tsx";
import { PanelHead } from "./panel_head.tsx";
import { Premises } from "./premises.tsx";
import { Promises } from "./promises.tsx";
import { Handovers, Notes, Offers, Reports } from "./records.tsx";
import { Risks } from "./risks.tsx";
import { Slots } from "./slots.tsx";
import { Timeline } from "./timeline.tsx";
import { useAdvice } from "./use_advice.ts";
import "./panel.css";

const w = words({
    pick: { en: "Open a request with Enter, or click one.", zh: "按回车键或点击打开请求。" },
    waiting: { en: "Waiting for the server…", zh: "正在等待服务器…" },
    none: { en: "Request #{id} is not here (any more).", zh: "请求 #{id} 已不在此处。" },
});

export function RequestPanel({ id }: { id: number }) {
    const request = useEntity<Request>("requests", id);
    const is_ready = useReady();
    const is_read = useRead(id, request === undefined && is_ready);
    if (!id) return <p className="empty">{w.pick()}</p>;
    // What is to be decided is shown with all that it is decided by.
    if (!request || !is_ready) return <p className="empty">{is_read ? w.none({ id }) : w.waiting()}</p>;
    return <OpenRequest key={id} request={request} />;
}

// What ended some time ago is not on the feed: it is read. Whether it was looked for in vain.
function useRead(id: number, is_missing: boolean): boolean {
    const desk = useDesk();
    const [unknown, set_unknown] = useState(0);
    useEffect(() => {
        if (!id || !is_missing) return;
        desk.api.get<Request>(`/v1/requests/${id}`).then(
            (request) => desk.store.learn("requests", request),
            (error: unknown) => {
                if (as_problem(error).status === 404) set_unknown(id);
            },
        );
    }, [desk, id, is_missing]);
    return unknown === id;
}

function OpenRequest({ request }: { request: Request }) {
    const desk = useDesk();
    const { panel } = desk;
    useChanges(panel);
    useChanges(desk.members);
    useChanges(desk.services);
    useChanges(desk.names);
    useAdvice(request);
    const { form } = panel;
    return (
        <article className={`request-panel ${request.urgency}`}>
            <PanelHead request={request} />
            <Risks request={request} />
            <Premises request={request} />
            <CallCard request={request} />
            <NextStep request={request} />
            {form && <ActionForm key={form.number} {...form} />}
            <ActionBar request={request} />
            <Drafts request={request} />
            <Slots request={request} />
            <Promises request={request} />
            <Facts request={request} />
            <Reports request={request} />
            <Offers request={request} />
            <Handovers request={request} />
            <Notes request={request} />
            <Timeline request={request} />
        </article>
    );
}
