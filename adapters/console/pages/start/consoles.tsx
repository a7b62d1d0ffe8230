// The consoles, each with what it is for; those that whoever is signed in may use, and his account.
import { useEffect } from "react";
import { useConsole } from "@/shell/console_context.ts";
import { LanguageSwitch } from "@/shell/parts/language_switch.tsx";
import { useChanges } from "@/shell/store/hooks.ts";
import { words } from "@/shell/words/words.ts";
import type { Say } from "@/shell/words/words.ts";
import { MyAccount } from "./my_account.tsx";

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
    accounts: { en: "Accounts", zh: "账号管理" },
    accounts_text: { en: "Who may come in, and as what; tokens of machines", zh: "人员账号、角色和设备令牌" },
    audit: { en: "Audit", zh: "审计" },
    audit_text: { en: "Who read what, who signed in, what was refused", zh: "访问记录、登录记录、越权记录" },
    consoles: { en: "Pages", zh: "页面" },
    responder: { en: "My requests", zh: "出勤" },
    responder_text: { en: "What you are asked and sent to", zh: "接受任务、上报进度" },
});

interface Entry {
    path: string;
    needs?: string; // what somebody must be allowed to send for it to be of use to him
    role?: string; // ... or be
    own?: boolean; // it is a responder's
    name: Say;
    text: Say;
}

const consoles: readonly Entry[] = [
    { path: "/desk", needs: "TakeRequest", name: w.desk, text: w.desk_text },
    { path: "/wall", needs: "TakeRequest", name: w.wall, text: w.wall_text },
    // Whoever keeps the books: to them the reports are open, and looking back.
    { path: "/supervisor", needs: "MergeMembers", name: w.supervisor, text: w.supervisor_text },
    { path: "/office", needs: "RegisterMember", name: w.office, text: w.office_text },
    { path: "/responder", needs: "AcceptOffer", own: true, name: w.responder, text: w.responder_text },
    { path: "/accounts", role: "security_admin", name: w.accounts, text: w.accounts_text },
    { path: "/supervisor/accesses", role: "auditor", name: w.audit, text: w.audit_text },
];

// Whoever has one page only goes on to it, but for looking at his account.
const wants_account = (): boolean => new URLSearchParams(window.location.search).has("account");

export function Consoles() {
    const { identity } = useConsole();
    useChanges(identity);
    const mine = consoles.filter(
        ({ needs, role, own }) =>
            (role ? identity.roles.has(role) : identity.may_send.has(needs ?? "")) &&
            (!own || identity.responder > 0),
    );
    const only = mine.length === 1 && !wants_account() ? mine[0] : undefined;
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
            <ul aria-label={w.consoles()}>
                {mine.map(({ path, name, text }) => (
                    <li key={path}>
                        <a href={path}>
                            <b>{name()}</b>
                            <span>{text()}</span>
                        </a>
                    </li>
                ))}
            </ul>
            <MyAccount />
        </main>
    );
}
