// The head of the desk: clock, link, counts by class, sound, who sits here.
import { useRef } from "react";
import { useDesk } from "@/areas/requests/desk_console.ts";
import { urgencies } from "@/areas/requests/derive.ts";
import type { Lists } from "@/areas/requests/lists.ts";
import { CommandLine } from "@/shell/line/command_line.tsx";
import { Help } from "@/shell/help/help.tsx";
import { LinkState } from "@/shell/link_state.tsx";
import { Button } from "@/shell/parts/button.tsx";
import { LanguageSwitch } from "@/shell/parts/language_switch.tsx";
import { ClassMark } from "@/shell/parts/marks.tsx";
import { PersonMenu } from "@/shell/parts/person_menu.tsx";
import { useToldHeight } from "@/shell/parts/told_height.ts";
import { useChanges, useNow } from "@/shell/store/hooks.ts";
import { clock } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import { desk_line, desk_verbs } from "./desk_line.ts";

const w = words({
    title: { en: "Dispatch desk", zh: "调度台" },
    clock: { en: "City time", zh: "城市时间" },
    late: { en: "{n} late", zh: "{n} 超时" },
    sound_on: { en: "Sound on", zh: "声音开" },
    sound_off: { en: "Sound off", zh: "声音关" },
    sound_blocked: { en: "Sound blocked", zh: "声音被阻止" },
});

export function DeskHead({ lists }: { lists: Lists }) {
    const desk = useDesk();
    const { sound } = desk.alarms;
    useChanges(sound);
    const now = useNow();
    const state = sound.state();
    // New emergencies stand right below it, however many lines it has.
    const head = useRef<HTMLElement>(null);
    useToldHeight(head, "--head-px");
    return (
        <header className="desk-head" ref={head}>
            <h1 className="unseen">{w.title()}</h1>
            <time className="clock" aria-label={w.clock()}>
                {clock(now)}
            </time>
            <LinkState />
            <ul className="class-counts">
                {urgencies.map((urgency) => {
                    const { open, late } = lists.counts[urgency];
                    return (
                        <li key={urgency} className={urgency}>
                            <ClassMark urgency={urgency} /> <b>{open}</b>
                            {late > 0 && <span className="late"> ■ {w.late({ n: late })}</span>}
                        </li>
                    );
                })}
            </ul>
            <CommandLine runner={desk_line(desk)} />
            <span className="space" />
            <Button kind="quiet" onPress={() => sound.toggle()} aria-pressed={state === "on"}>
                {state === "on" ? w.sound_on() : state === "off" ? w.sound_off() : w.sound_blocked()}
            </Button>
            <Help verbs={desk_verbs} />
            <LanguageSwitch />
            <PersonMenu />
        </header>
    );
}
