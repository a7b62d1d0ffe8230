// A screen that all in the room see: how many, how late, who is free, where. It needs no hand, and
// names no person who is cared for.
import { useEffect, useMemo } from "react";
import { LiveMap } from "@/areas/dispatch/live_map.ts";
import { is_open } from "@/areas/requests/derive.ts";
import { lists_of, same_lists } from "@/areas/requests/lists.ts";
import { useConsole } from "@/shell/console_context.ts";
import { LinkState } from "@/shell/link_state.tsx";
import { MapView } from "@/shell/map/map_view.tsx";
import { LanguageSwitch } from "@/shell/parts/language_switch.tsx";
import { useNow, useView } from "@/shell/store/hooks.ts";
import { clock, day } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import { ClassCounts } from "./class_counts.tsx";
import { FreeResponders } from "./free_responders.tsx";
import { ThemeSwitch } from "./theme_switch.tsx";
import { Worst } from "./worst.tsx";

const w = words({
    clock: { en: "City time", zh: "城市时间" },
    worst: { en: "Needs somebody now", zh: "亟待处理" },
    free: { en: "Free responders", zh: "空闲人员" },
    map: {
        en: "Map of open requests and of responders on duty",
        zh: "未结请求和在岗服务人员的地图",
    },
    counts: { en: "Open requests by class", zh: "各级未结请求" },
});

const clock_step_ms = 5_000;
const fit_again_ms = 60_000;
const mark_size = 1.4;

export function Wall() {
    const console = useConsole();
    const step = useNow(clock_step_ms);
    // Calls back afterwards are the desk's, and nobody waits in need for them.
    const lists = useView(
        ["requests"],
        () => lists_of(console.store, console.city.now(), is_open),
        [step],
        { same: same_lists, every_ms: 1_000 },
    );
    return (
        <div className="wall">
            <header className="wall-head">
                <Clock />
                <LinkState />
                <span className="space" />
                <ThemeSwitch />
                <LanguageSwitch />
            </header>
            <main className="wall-parts">
                <section className="wall-counts" aria-label={w.counts()}>
                    <ClassCounts counts={lists.counts} />
                </section>
                <section className="wall-worst">
                    <h1>{w.worst()}</h1>
                    <Worst ids={lists.needs_me} />
                </section>
                <section className="wall-map" aria-label={w.map()}>
                    <WallMap label={w.map()} />
                </section>
                <section className="wall-free">
                    <h2>{w.free()}</h2>
                    <FreeResponders />
                </section>
            </main>
        </div>
    );
}

function Clock() {
    const now = useNow();
    return (
        <time className="wall-clock" aria-label={w.clock()}>
            <b>{clock(now)}</b> {day(now)}
        </time>
    );
}

// It follows by itself where most of them are: nobody stands at it to move it.
function WallMap({ label }: { label: string }) {
    const console = useConsole();
    const live = useMemo(() => new LiveMap(console, { still: true, magnify: mark_size }), [console]);
    useEffect(() => {
        const timer = window.setInterval(() => live.show_most(), fit_again_ms);
        return () => {
            window.clearInterval(timer);
            live.dispose();
        };
    }, [live]);
    return <MapView map={live.map} label={label} on_all={live.show_all} tools={false} />;
}
