// Calls that were begun and are not sent: to go on with, or to drop.
import { useState } from "react";
import { Button } from "@/shell/parts/button.tsx";
import { readable } from "@/shell/parts/phone.tsx";
import { useChanges } from "@/shell/store/hooks.ts";
import { hour_minute } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import { useDesk } from "../desk_console.ts";
import { is_call_draft, values_of } from "./call_draft.ts";
import "./call_taking.css";

const w = words({
    title: { en: "Calls begun and not sent", zh: "未完成的来电登记" },
    go_on: { en: "Continue", zh: "继续" },
    drop: { en: "Drop", zh: "丢弃" },
    really: { en: "Really drop it?", zh: "确认丢弃？" },
    empty: { en: "no words yet", zh: "暂无内容" },
    tried: { en: "sent, not answered", zh: "已发送，未应答" },
});

export function DraftBar() {
    const desk = useDesk();
    useChanges(desk.drafts);
    useChanges(desk.desk);
    const [dropping, set_dropping] = useState("");
    const drafts = desk.drafts.all().filter(({ id }) => is_call_draft(id) && id !== desk.desk.draft);
    if (drafts.length === 0) return null;
    return (
        <section className="draft-bar" aria-label={w.title()}>
            <h3>{w.title()}</h3>
            <ul>
                {drafts.map(({ id, values: kept, at, tried }) => {
                    const { member, caller, who, service, narrative } = values_of(kept);
                    const what = [
                        member?.name || readable(caller) || who,
                        service && desk.services.name(service),
                        narrative,
                        tried && `▲ ${w.tried()}`,
                    ];
                    return (
                        <li key={id}>
                            <span className="what">
                                {hour_minute(at)} {what.filter(Boolean).join(" · ") || w.empty()}
                            </span>
                            <Button onPress={() => desk.desk.set({ draft: id })}>{w.go_on()}</Button>
                            <Button
                                kind={dropping === id ? "danger" : "quiet"}
                                onPress={() => {
                                    if (dropping === id) desk.drafts.drop(id);
                                    set_dropping(dropping === id ? "" : id);
                                }}
                            >
                                {dropping === id ? w.really() : w.drop()}
                            </Button>
                        </li>
                    );
                })}
            </ul>
        </section>
    );
}
