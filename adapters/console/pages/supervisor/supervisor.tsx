// The supervisor's console: how it stands, the desk as it was, reports, who got at what. Each part has
// an address of its own.
import { Suspense, lazy } from "react";
import type { ComponentType } from "react";
import { usePath } from "@/shell/address.ts";
import { Guard } from "@/shell/guard.tsx";
import { LinkState } from "@/shell/link_state.tsx";
import { LanguageSwitch } from "@/shell/parts/language_switch.tsx";
import { PersonMenu } from "@/shell/parts/person_menu.tsx";
import { ToastRegion } from "@/shell/parts/toasts.tsx";
import { PageLink } from "@/shell/tables/entity_ref.tsx";
import { useNow } from "@/shell/store/hooks.ts";
import { clock } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import type { Say } from "@/shell/words/words.ts";

const w = words({
    title: { en: "Supervisor", zh: "主管" },
    parts: { en: "Parts of the console", zh: "页面导航" },
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

export function Supervisor() {
    const [, name = ""] = usePath();
    const shown = parts.find((part) => part.name === name) ?? parts[0];
    if (!shown) return null;
    return (
        <div className="supervisor">
            <header className="supervisor-head">
                <h1>{w.title()}</h1>
                <nav aria-label={w.parts()}>
                    <ul>
                        {parts.map((part) => (
                            <li key={part.name} aria-current={part === shown ? "page" : undefined}>
                                <PageLink to={`/supervisor/${part.name}`.replace(/\/$/, "")}>
                                    {part.title()}
                                </PageLink>
                            </li>
                        ))}
                    </ul>
                </nav>
                <span className="space" />
                <Clock />
                <LinkState />
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
