// The desk as it was: the same lists, map and request, in a frame that says that it is not now.
import { useEffect, useMemo, useState } from "react";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { lists_of, same_lists } from "@/areas/requests/lists.ts";
import { Queue } from "@/areas/requests/queue.tsx";
import { RequestPanel } from "@/areas/requests/panel/request_panel.tsx";
import { WhatIfPanel } from "@/areas/replay/what_if_panel.tsx";
import { ReplayControls } from "@/areas/replay/controls.tsx";
import { ReplayConsole, useReplay } from "@/areas/replay/replay_console.ts";
import { useParameter } from "@/shell/address.ts";
import type { Console } from "@/shell/console.ts";
import { ConsoleContext, useConsole } from "@/shell/console_context.ts";
import { Guard } from "@/shell/guard.tsx";
import { useShortcuts } from "@/shell/keys/shortcuts.ts";
import { useChanges, useView } from "@/shell/store/hooks.ts";
import { clock, day, hour_ms } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import { Middle } from "../desk/middle.tsx";
import "@/areas/requests/requests.css";
import "@/areas/replay/replay.css";
import "../desk/desk.css";

const w = words({
    title: { en: "The desk as it was", zh: "调度台回放" },
    not_live: { en: "{time}, not live", zh: "{time}，非实时" },
    hint: {
        en: "Read only. Names, telephone numbers and addresses of people are today's.",
        zh: "只读。人员姓名、电话、住址为当前资料。",
    },
    queue: { en: "Requests", zh: "请求" },
    middle: { en: "Map and responders", zh: "地图与人员" },
    panel: { en: "Request", zh: "请求详情" },
    back: { en: "Back to the list", zh: "返回列表" },
    what_if: { en: "What if…", zh: "假设推演…" },
});

const clock_step_ms = 5_000;

// One for each sign-in: what is looked at outlives a change of language and of the part shown.
const made = new WeakMap<Console, { name: string; replay: ReplayConsole }>();

function replay_of(console: Console): ReplayConsole {
    const known = made.get(console);
    if (known && known.name === console.identity.name) return known.replay;
    const replay = new ReplayConsole();
    replay.start();
    made.set(console, { name: console.identity.name, replay });
    return replay;
}

export default function ReplayPage() {
    const console = useConsole();
    useChanges(console.identity);
    const { name } = console.identity;
    const replay = useMemo(() => (name ? replay_of(console) : null), [console, name]);
    if (!replay) return null;
    return (
        <ConsoleContext value={replay}>
            <Replay now={() => console.city.now()} />
        </ConsoleContext>
    );
}

function Replay({ now }: { now(): number }) {
    const desk = useReplay();
    const { desk: state, player, stretch } = desk;
    useChanges(state);
    useChanges(player);
    const step = Math.floor(player.at / clock_step_ms);
    const lists = useView(
        ["requests"],
        () => lists_of(desk.store, desk.city.now(), () => true),
        [step],
        { same: same_lists },
    );

    // The time and the request stand in the address, so that both can be passed on.
    const [asked_at, set_asked_at] = useParameter("at");
    const [asked, set_asked] = useParameter("request");
    useEffect(() => {
        if (player.at) return;
        const begin = async () => {
            await player.seek(Number(asked_at) || now() - hour_ms);
            // A log that is younger: from its middle on, where there is something to see.
            const { at, first_at, last_at } = player;
            if (at && at < first_at) await player.seek((first_at + last_at) / 2);
            if (player.at) stretch.show(player.at);
        };
        void begin();
        if (Number(asked)) desk.open_request(Number(asked));
    }, []);
    useEffect(() => {
        if (!player.playing && player.at) set_asked_at(String(Math.round(player.at)));
    }, [player.playing, player.playing ? 0 : player.at]);
    useEffect(() => set_asked(state.open ? String(state.open) : ""), [state.open]);

    useShortcuts([{ key: "Escape", label: w.back, run: () => desk.close_request() }]);

    const [supposing, suppose] = useState(false);
    // A request that is opened is looked at.
    useEffect(() => {
        if (state.open) suppose(false);
    }, [state.open]);

    const time = player.at ? `${day(player.at)} ${clock(player.at)}` : "…";
    return (
        <div className="replay">
            <div className="replay-banner">
                <h2>
                    <span className="unseen">{w.title()}: </span>
                    <b>{w.not_live({ time })}</b>
                </h2>
                <p>{w.hint()}</p>
                <ToggleButton className="button replay-what-if" isSelected={supposing} onChange={suppose}>
                    {w.what_if()}
                </ToggleButton>
            </div>
            <ReplayControls />
            <div className="desk-panels">
                <section className="desk-queue" aria-label={w.queue()}>
                    <Queue lists={lists} />
                </section>
                <section className="desk-map" aria-label={w.middle()}>
                    <Middle only="" />
                </section>
                <section className="desk-panel" aria-label={w.panel()}>
                    <div className="desk-panel-scroller">
                        <Guard key={supposing ? "what if" : state.open} part>
                            {supposing && <WhatIfPanel />}
                            {!supposing && <RequestPanel id={state.open} />}
                        </Guard>
                    </div>
                </section>
            </div>
        </div>
    );
}
