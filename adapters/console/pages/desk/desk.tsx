// The dispatcher's desk: lists, map, request. Each panel has an address of its own (/desk/queue,
// /desk/map, /desk/board), so that it can fill another screen.
import { useEffect, useState } from "react";
import { AlarmStrip } from "@/areas/requests/alarm_strip.tsx";
import { useDesk } from "@/areas/requests/desk_console.ts";
import { lists_of, same_lists } from "@/areas/requests/lists.ts";
import { open_alarm } from "@/areas/requests/open_alarm.ts";
import { Queue } from "@/areas/requests/queue.tsx";
import { panel_shortcuts } from "@/areas/requests/panel/panel_shortcuts.ts";
import { CallPanel } from "@/areas/requests/call_taking/call_panel.tsx";
import { CallPop } from "@/areas/requests/call_taking/call_pop.tsx";
import { DraftBar } from "@/areas/requests/call_taking/draft_bar.tsx";
import { RequestPanel } from "@/areas/requests/panel/request_panel.tsx";
import { take_up } from "@/areas/requests/take_up.ts";
import { useParameter, usePath } from "@/shell/address.ts";
import { TakeOver } from "@/shell/drafts/take_over.tsx";
import { Guard } from "@/shell/guard.tsx";
import { useShortcuts } from "@/shell/keys/shortcuts.ts";
import { ToastRegion } from "@/shell/parts/toasts.tsx";
import { useChanges, useNow, useView } from "@/shell/store/hooks.ts";
import { words } from "@/shell/words/words.ts";
import { DeskHead } from "./desk_head.tsx";
import { Middle } from "./middle.tsx";
import { NarrowTabs } from "./narrow_tabs.tsx";
import type { Part } from "./narrow_tabs.tsx";
import { part_keys } from "./part_keys.ts";
import { useOtherScreens } from "./other_screens.ts";

const w = words({
    queue: { en: "Requests", zh: "请求" },
    middle: { en: "Map and responders", zh: "地图与人员" },
    panel: { en: "Request", zh: "请求详情" },
    alarm: { en: "Open and take the new emergency, also from within a form", zh: "打开并受理新的紧急请求" },
    new_call: { en: "Take a call down", zh: "登记来电" },
    back: { en: "Back to the list", zh: "返回列表" },
    next: { en: "Next request", zh: "下一条" },
    before: { en: "Request before", zh: "上一条" },
});

// The lists follow the clock too: a promise that breaks changes no entity.
const clock_step_ms = 5_000;

export function Desk() {
    const desk = useDesk();
    const { desk: state } = desk;
    useChanges(state);
    const [, panel = ""] = usePath();
    // Such a screen shows no request: its keys do nothing to one.
    const only = ["queue", "map", "board"].includes(panel) ? panel : "";
    const step = useNow(clock_step_ms);
    const lists = useView(
        ["requests"],
        () => lists_of(desk.store, desk.city.now(), () => true),
        [step],
        { same: same_lists },
    );

    // What is open stands in the address, so that a reload and a second screen show the same.
    const [asked, set_asked] = useParameter("request");
    useEffect(() => {
        const id = Number(asked);
        if (id && id !== state.open) desk.open_request(id);
    }, []);
    useEffect(() => set_asked(state.open ? String(state.open) : ""), [state.open]);

    // Where there is room for one part only: what somebody has just opened, or is asked for.
    const [part, show_part] = useState<Part>("queue");
    const move = (by: number) => {
        const ids = [...lists.needs_me, ...lists.under_way];
        const at = ids.indexOf(state.cursor);
        const next = ids[at < 0 ? 0 : Math.max(0, Math.min(ids.length - 1, at + by))];
        if (next) state.set({ cursor: next });
    };
    useShortcuts([
        {
            key: "F1",
            label: w.alarm,
            in_fields: true,
            run: () => open_alarm(desk),
        },
        { key: "j", label: w.next, repeats: true, run: () => move(1) },
        { key: "k", label: w.before, repeats: true, run: () => move(-1) },
        {
            key: "Enter",
            label: w.panel,
            when: () => state.cursor > 0,
            run: () => desk.open_request(state.cursor),
        },
        { key: "n", label: w.new_call, run: () => desk.new_call() },
        { key: "Escape", label: w.back, run: () => desk.close_request() },
        ...(only ? [] : [...part_keys(show_part), ...panel_shortcuts(desk)]),
    ]);
    useEffect(() => show_part(state.open || state.draft ? "panel" : "queue"), [state.open, state.draft]);
    useChanges(desk.picker);
    const shown_part = desk.picker.active ? "middle" : part;

    useOtherScreens(desk, only !== "");
    return (
        <div className={`desk ${only && `only-${only}`}`}>
            <DeskHead lists={lists} />
            <AlarmStrip />
            <NarrowTabs part={shown_part} on_change={show_part} />
            <main className={`desk-panels part-${shown_part}`}>
                <section className="desk-queue" aria-label={w.queue()}>
                    <Queue lists={lists} />
                </section>
                <section className="desk-map" aria-label={w.middle()} tabIndex={-1}>
                    <Middle only={only === "map" || only === "board" ? only : ""} />
                </section>
                <section className="desk-panel" aria-label={w.panel()} tabIndex={-1}>
                    <DraftBar />
                    <div className="desk-panel-scroller">
                        <Guard key={state.draft || state.open} part>
                            {state.draft ? (
                                <CallPanel key={state.draft} id={state.draft} />
                            ) : (
                                <RequestPanel id={state.open} />
                            )}
                        </Guard>
                    </div>
                    <CallPop />
                </section>
            </main>
            {!only && (
                <TakeOver on_taken={([latest]) => latest && take_up(desk, latest)} />
            )}
            <ToastRegion />
        </div>
    );
}
