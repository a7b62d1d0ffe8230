// The supervisor's console: how it stands, the desk as it was, reports, who got at what. Each part has
// an address of its own.
import { Suspense, lazy } from "react";
import type { ComponentType } from "react";
import { is_auditor } from "@/areas/accesses/audit_roles.ts";
import { usePath } from "@/shell/address.ts";
import { useConsole } from "@/shell/console_context.ts";
import { Guard } from "@/shell/guard.tsx";
import { LinkState } from "@/shell/link_state.tsx";
import { LanguageSwitch } from "@/shell/parts/language_switch.tsx";
import { PageParts } from "@/shell/parts/page_parts.tsx";
import { PersonMenu } from "@/shell/parts/person_menu.tsx";
import { ToastRegion } from "@/shell/parts/toasts.tsx";
import { useChanges, useNow } from "@/shell/store/hooks.ts";
import { clock } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import type { Say } from "@/shell/words/words.ts";

const w = words({
    title: { en: "Supervisor", zh: "主管" },
    audit: { en: "Audit", zh: "审计" },
    clock: { en: "City time", zh: "城市时间" },
    today: { en: "Today", zh: "今日" },
    replay: { en: "Replay", zh: "回放" },
    reports: { en: "Reports", zh: "报表" },
    accesses: { en: "Who read what", zh: "访问记录" },
});

interface Part {
    name: string; // in the address
    title: Say;
    Page: ComponentType;
}

// Each is loaded when it is opened.
const parts: readonly Part[] = [
    { name: "", title: w.today, Page: lazy(() => import("./today.tsx")) },
    { name: "replay", title: w.replay, Page: lazy(() => import("./replay_page.tsx")) },
    { name: "reports", title: w.reports, Page: lazy(() => import("./reports_page.tsx")) },
    { name: "accesses", title: w.accesses, Page: lazy(() => import("./accesses_page.tsx")) },
];

// Whoever reads what the others did does nothing else, and sees nothing else.
const of_auditor = parts.filter(({ name }) => name === "accesses");

export function Supervisor() {
    const { identity } = useConsole();
    useChanges(identity);
    const [, name = ""] = usePath();
    const audits = is_auditor(identity.roles);
    const mine = audits ? of_auditor : parts;
    const shown = mine.find((part) => part.name === name) ?? mine[0];
    if (!shown || identity.roles.size === 0) return null;
    return (
        <div className="supervisor">
            <header className="supervisor-head">
                <h1>{audits ? w.audit() : w.title()}</h1>
                <PageParts page="supervisor" parts={mine} shown={shown} />
                <span className="space" />
                <Clock />
                {!audits && <LinkState />}
                <LanguageSwitch />
                <PersonMenu />
            </header>
            <main className="supervisor-main">
                <Guard key={shown.name} part>
                    <Suspense fallback={null}>
                        <shown.Page />
                    </Suspense>
                </Guard>
            </main>
            <ToastRegion />
        </div>
    );
}

function Clock() {
    const now = useNow();
    return (
        <time className="clock" aria-label={w.clock()}>
            {clock(now)}
        </time>
    );
}
