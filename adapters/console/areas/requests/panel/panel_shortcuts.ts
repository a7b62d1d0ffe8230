// Single keys for the open request. The help shows the same rows; each key stands on its button.
import type { Shortcut } from "@/shell/keys/shortcuts.ts";
import { command_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import { actions, offers } from "../actions.ts";
import type { DeskConsole } from "../desk_console.ts";
import { act, act_now, do_step, facts_of, opened, send_nth } from "./acting.ts";
import { can_be_sent } from "./candidates_of.ts";
import { best_of, slot_in_focus } from "./slot_in_focus.ts";

const w = words({
    step: { en: "Do the recommended step", zh: "执行推荐步骤" },
    candidate: { en: "Send candidate {n}", zh: "派出第 {n} 名候选人" },
    answered: { en: "The call was answered", zh: "电话已接听" },
    no_answer: { en: "Nobody answered the call", zh: "电话无人接听" },
});

const candidates = [1, 2, 3, 4, 5];

export function panel_shortcuts(desk: DeskConsole): Shortcut[] {
    const is_open = () => opened(desk) !== undefined;
    const contact = (key: string, outcome: string, label: Shortcut["label"]): Shortcut => ({
        key,
        label,
        when: () => desk.may(opened(desk), "RecordContact"),
        run: () => act_now(desk, "contact", { outcome }),
    });
    return [
        { key: " ", label: w.step, when: is_open, run: () => do_step(desk) },
        contact("A", "answered", w.answered),
        contact("N", "no_answer", w.no_answer),
        ...candidates.map((n): Shortcut => ({
            key: String(n),
            label: () => w.candidate({ n }),
            when: () => candidate_at(desk, n) !== null,
            run: () => {
                const found = candidate_at(desk, n);
                if (found) send_nth(desk, n, found.slot, found.responder);
            },
        })),
        ...actions
            .filter(({ key }) => key)
            .map((action): Shortcut => ({
                key: action.key ?? "",
                label: () => command_word(action.command),
                when: () => {
                    const request = opened(desk);
                    return Boolean(request && offers(action, request, facts_of(desk)));
                },
                run: () => act(desk, action.id),
            })),
    ];
}

function candidate_at(desk: DeskConsole, n: number): { slot: number; responder: number } | null {
    const request = opened(desk);
    if (!request || !desk.may(request, "AssignResponder")) return null;
    const slot = slot_in_focus(request, desk.panel);
    const candidate = best_of(desk.panel, slot)[n - 1];
    return candidate && can_be_sent(candidate) ? { slot, responder: candidate.responder } : null;
}
