// Who goes, role by role; for a role that somebody is looked for, the engine's best.
import { Button } from "@/shell/parts/button.tsx";
import { useNow } from "@/shell/store/hooks.ts";
import { duration, hour_minute, minutes } from "@/shell/time/times.ts";
import { command_word, enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Request, Slot } from "muster/schema";
import { can_be_given } from "../action_parts.ts";
import { action_by_id, offers } from "../actions.ts";
import { is_slot_open } from "../derive.ts";
import { useDesk } from "../desk_console.ts";
import { act_now, act, facts_of } from "./acting.ts";
import { Candidates } from "./candidates.tsx";
import { slot_in_focus } from "./slot_in_focus.ts";

const w = words({
    title: { en: "Who goes", zh: "派出人员" },
    arrives: { en: "there at {time}, in {min} min", zh: "{time} 到，{min} 分钟" },
    overdue: { en: "should be there since {time}", zh: "应于 {time} 到达" },
    since: { en: "there since {time}", zh: "{time} 到场" },
    pinned: { en: "chosen by hand", zh: "人工指定" },
    confirm: { en: "must confirm within {time}", zh: "须在 {time} 内确认" },
    call: { en: "to be called", zh: "应致电" },
    candidates: { en: "Candidates", zh: "候选人" },
    else: { en: "Somebody else", zh: "换人" },
});

export function Slots({ request }: { request: Request }) {
    const desk = useDesk();
    const slots = request.slots ?? [];
    if (slots.length === 0) return null;
    const focus = desk.may(request, "AssignResponder") ? slot_in_focus(request, desk.panel) : -1;
    return (
        <section aria-label={w.title()}>
            <h3>{w.title()}</h3>
            <ul className="slots">
                {slots.map((slot, index) => (
                    <li key={index} className={index === focus ? "looked-for" : ""}>
                        <SlotLine
                            request={request}
                            slot={slot}
                            index={index}
                            in_focus={index === focus}
                        />
                        {index === focus && <Candidates request={request} slot={index} />}
                    </li>
                ))}
            </ul>
        </section>
    );
}

interface LineProps {
    request: Request;
    slot: Slot;
    index: number;
    in_focus: boolean;
}

function SlotLine({ request, slot, index, in_focus }: LineProps) {
    const desk = useDesk();
    const now = useNow();
    const name = slot.responder ? desk.responder_name(slot.responder) : "";
    const may_choose = can_be_given(slot) && desk.may(request, "AssignResponder");
    const open = is_slot_open(slot);
    const role = desk.names.name("roles", slot.role);
    return (
        <div className="slot">
            <span className="role">{role}</span>
            {name && <b>{name}</b>}
            <span className={open ? "nobody" : ""}>{enum_word("SlotStatus", slot.status)}</span>
            {slot_facts(slot, now).map((text) => (
                <span key={text}>{text}</span>
            ))}
            <span className="slot-buttons">
                <Report request={request} slot={slot} />
                {may_choose && !(open && in_focus) && (
                    <Button
                        kind="quiet"
                        aria-expanded={in_focus}
                        aria-label={`${role}: ${open ? w.candidates() : w.else()}`}
                        onPress={() => desk.panel.choose_slot(in_focus ? null : index)}
                    >
                        {open ? w.candidates() : w.else()}
                    </Button>
                )}
            </span>
        </div>
    );
}

function slot_facts(slot: Slot, now: number): string[] {
    const facts: string[] = [];
    const rolling = ["assigned", "acknowledged", "en_route"].includes(slot.status);
    if (rolling && slot.arrival_at) {
        const left = slot.arrival_at - now;
        const time = hour_minute(slot.arrival_at);
        facts.push(left < 0 ? w.overdue({ time }) : w.arrives({ time, min: minutes(left) }));
    }
    if (slot.status === "on_scene" && slot.on_scene_at) {
        facts.push(w.since({ time: hour_minute(slot.on_scene_at) }));
    }
    if (slot.status === "assigned" && slot.acknowledge_until > now) {
        facts.push(w.confirm({ time: duration(slot.acknowledge_until - now) }));
    }
    if (slot.call_due) facts.push(w.call());
    if (slot.pinned) facts.push(w.pinned());
    return facts;
}

const next_report: Partial<Record<Slot["status"], string>> = {
    assigned: "acknowledge",
    acknowledged: "en_route",
    en_route: "on_scene",
    on_scene: "complete",
};

// What the responder would say next, for those who say it by radio or telephone.
function Report({ request, slot }: { request: Request; slot: Slot }) {
    const desk = useDesk();
    const id = next_report[slot.status];
    if (!id || !slot.responder) return null;
    const action = action_by_id(id);
    if (!offers(action, request, facts_of(desk))) return null;
    const { responder } = slot;
    const label = command_word(action.command);
    return (
        <Button
            kind="quiet"
            aria-label={`${desk.responder_name(responder)}: ${label}`}
            onPress={() =>
                id === "complete" ? act(desk, id, { responder }) : act_now(desk, id, { responder })
            }
        >
            {label}
        </Button>
    );
}
