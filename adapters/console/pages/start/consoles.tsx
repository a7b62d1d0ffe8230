// The consoles, each with what it is for; those that this token may use.
import { useEffect } from "react";
import { useConsole } from "@/shell/console_context.ts";
import { LanguageSwitch } from "@/shell/parts/language_switch.tsx";
import { useChanges } from "@/shell/store/hooks.ts";
import { words } from "@/shell/words/words.ts";

const w = words({
    title: { en: "Muster", zh: "Muster" },
    desk: { en: "Dispatch desk", zh: "调度台" },
    desk_text: { en: "Calls, requests, who goes where", zh: "来电、请求、人员调派" },
    wall: { en: "Wall", zh: "大屏" },
    wall_text: { en: "The city at a glance, for a screen that all see", zh: "全市态势总览" },
    office: { en: "Office", zh: "业务管理" },
    office_text: { en: "Members, care, time bank, projects", zh: "服务对象、走访、时间银行、项目" },
    supervisor: { en: "Supervisor", zh: "主管" },
    supervisor_text: { en: "Figures, delays to explain, replay, reports", zh: "指标、超时说明、回放、报表" },
    responder: { en: "My requests", zh: "出勤" },
    responder_text: { en: "What you are asked and sent to", zh: "接受任务、上报进度" },
});

// What a token must be allowed to send for a console to be of use to it; own: it is a responder's.
const consoles = [
    { path: "/desk", needs: "TakeRequest", own: false, name: w.desk, text: w.desk_text },
    { path: "/wall", needs: "TakeRequest", own: false, name: w.wall, text: w.wall_text },
    // Whoever keeps the books: to them the reports are open, and looking back.
    { path: "/supervisor", needs: "MergeMembers", own: false, name: w.supervisor, text: w.supervisor_text },
    { path: "/office", needs: "RegisterMember", own: false, name: w.office, text: w.office_text },
    { path: "/responder", needs: "AcceptOffer", own: true, name: w.responder, text: w.responder_text },
] as const;

export function Consoles() {
    const { identity } = useConsole();
    useChanges(identity);
    const mine = consoles.filter(
        ({ needs, own }) => identity.may_send.has(needs) && (!own || identity.responder > 0),
    );
    const only = mine.length === 1 ? mine[0] : undefined;
    useEffect(() => {
        if (only) window.location.replace(only.path);
    }, [only]);
    if (only || identity.state !== "yes") return null;
    return (
        <main className="consoles">
            <header>
                <h1>{w.title()}</h1>
                <LanguageSwitch />
            </header>
            <ul>
                {mine.map(({ path, name, text }) => (
                    <li key={path}>
                        <a href={path}>
                            <b>{name()}</b>
                            <span>{text()}</span>
                        </a>
                    </li>
                ))}
            </ul>
        </main>
    );
}
