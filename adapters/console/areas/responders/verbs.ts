// What the command line does with responders: sending, releasing, their status and duty.
import { dispositions } from "@/areas/requests/action_parts.ts";
import { request } from "@/areas/requests/kinds.ts";
import type { LineDesk } from "@/areas/requests/line_desk.ts";
import { about, refused } from "@/areas/requests/verbs.ts";
import { choice, fits, text } from "@/shell/line/kinds.ts";
import { needed, optional, verb } from "@/shell/line/verb.ts";
import type { Deed, Verb } from "@/shell/line/verb.ts";
import { line_word } from "@/shell/line/line_word.ts";
import { command_word, enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Request, Responder, ResponderStatus, Slot } from "muster/schema";
import { unit, unit_with_role } from "./kinds.ts";
import type { Unit } from "./kinds.ts";

const w = words({
    no_slot: { en: "#{id} has no role “{role}” to fill.", zh: "#{id} 没有可指派的“{role}”岗位。" },
    full: { en: "#{id} has no role left to fill.", zh: "#{id} 没有可指派的岗位。" },
    not_on: { en: "{name} is not on #{id}.", zh: "{name}不在 #{id} 上。" },
    not_sent: { en: "{name} is on no request.", zh: "{name}当前没有任务。" },
    lacks: { en: "lacks {skills}", zh: "缺少技能：{skills}" },
    instead: { en: "instead of {name}", zh: "替换{name}" },
    no_duty: { en: "You may not change the duty of {name}.", zh: "您无权更改{name}的值班状态。" },
    hint_send: {
        en: "Your choice stays: the engine leaves it alone.",
        zh: "以您的指派为准，系统不再改动。",
    },
});

const who = (one: Responder): string => one.profile.name ?? `#${one.id}`;
const which = optional(request, () => line_word("request"));
const why = needed(text<LineDesk>(), () => line_word("reason"));
const somebody = needed(unit, () => line_word("responder"));

const over = (slot: Slot): boolean => slot.status === "served" || slot.status === "dropped";
const lacking = (slot: Slot, { profile }: Responder): string[] =>
    (slot.skills ?? []).filter((skill) => !profile.skills?.includes(skill));

// The slot that is meant: of that role; else the one whose skills he has, those without anybody first.
function slot_for(desk: LineDesk, r: Request, { responder, role }: Unit): number {
    const names_of = ({ role: code = "" }: Slot) => desk.names.names("roles", code);
    const able = (r.slots ?? [])
        .map((slot, at) => ({ slot, at }))
        .filter(({ slot }) => !over(slot) && slot.status !== "on_scene")
        .filter(({ slot }) => !role || names_of(slot).some((name) => fits(role, name)));
    able.sort(
        (a, b) =>
            Number(a.slot.responder > 0) - Number(b.slot.responder > 0) ||
            lacking(a.slot, responder).length - lacking(b.slot, responder).length ||
            a.at - b.at,
    );
    return able[0]?.at ?? -1;
}

function send(desk: LineDesk, named: Request | undefined, unit: Unit, reason: string): Deed {
    return about(desk, named, "AssignResponder", (r) => {
        const { responder, role } = unit;
        const at = slot_for(desk, r, unit);
        const slot = r.slots?.[at];
        if (!slot) return { refusal: role ? w.no_slot({ id: r.id, role }) : w.full({ id: r.id }) };
        const lacks = lacking(slot, responder).map((code) => desk.names.name("skills", code));
        return {
            body: { slot: at, responder: responder.id, reason, expected_responder: slot.responder },
            parts: [
                `${who(responder)} → ${desk.names.name("roles", slot.role ?? "")}`,
                slot.responder ? w.instead({ name: desk.responder_name(slot.responder) }) : "",
                lacks.length ? `▲ ${w.lacks({ skills: lacks.join(", ") })}` : "",
                reason,
            ],
        };
    });
}

function release(desk: LineDesk, named: Request | undefined, one: Responder, reason: string): Deed {
    const holds = (r: Request | undefined) => r?.slots?.some((s) => s.responder === one.id && !over(s));
    const open = desk.request(desk.desk.shown);
    const r = named ?? (holds(open) ? open : desk.request(one.request));
    if (!r) return refused(w.not_sent({ name: who(one) }));
    const at = r.slots?.findIndex((s) => s.responder === one.id && !over(s)) ?? -1;
    if (at < 0) return refused(w.not_on({ name: who(one), id: r.id }));
    return about(desk, r, "ReleaseResponder", () => ({
        body: { slot: at, reason, expected_responder: one.id },
        parts: [who(one), reason],
    }));
}

const reports: Record<string, { command: string; body?: object }> = {
    os: { command: "ReportOnScene" },
    en: { command: "ReportEnRoute" },
    ac: { command: "AcknowledgeAssignment" },
    cl: { command: "CompleteAssignment", body: { disposition: dispositions[0] } },
};

const duties: { value: ResponderStatus; name: string }[] = [
    { value: "available", name: "av" },
    { value: "off_duty", name: "off" },
    { value: "out_of_service", name: "oos" },
];
const duty = choice<LineDesk, ResponderStatus>(() => "av|off|oos", () =>
    duties.map(({ value, name }) => {
        const label = enum_word("ResponderStatus", value);
        return { value, names: [name, label], label };
    }),
);

export const responder_verbs: readonly Verb<LineDesk>[] = [
    verb({
        verbs: ["d"],
        label: () => command_word("AssignResponder"),
        hint: w.hint_send,
        arguments: {
            request: which,
            unit: needed(unit_with_role, () => line_word("responder")),
            reason: why,
        },
        prepare: (desk, { request, unit, reason }) => send(desk, request, unit, reason),
    }),
    verb({
        verbs: ["rel"],
        label: () => command_word("ReleaseResponder"),
        arguments: { request: which, unit: somebody, reason: why },
        prepare: (desk, { request, unit, reason }) => release(desk, request, unit.responder, reason),
    }),
    ...Object.entries(reports).map(([name, { command, body }]) =>
        verb({
            verbs: [name],
            label: () => command_word(command),
            arguments: { unit: somebody },
            prepare: (desk: LineDesk, { unit: { responder } }) => {
                const r = desk.request(responder.request);
                if (!r) return refused(w.not_sent({ name: who(responder) }));
                return about(desk, r, command, () => ({
                    body: { responder: responder.id, ...body },
                    parts: [who(responder)],
                }));
            },
        }),
    ),
    verb({
        verbs: ["u"],
        label: () => command_word("SetDuty"),
        arguments: {
            unit: somebody,
            status: needed(duty, () => line_word("status")),
            reason: optional(text<LineDesk>(), () => line_word("reason")),
        },
        prepare: (desk, { unit: { responder }, status, reason }) => {
            if (!desk.may(responder, "SetDuty")) return refused(w.no_duty({ name: who(responder) }));
            // The end of the shift stays as it was planned, where it is not over already.
            const { shift_until } = responder;
            const keep = status === "available" && shift_until > desk.city.now() ? shift_until : 0;
            return {
                command: "SetDuty",
                body: { responder: responder.id, status, shift_until: keep, reason },
                says: [command_word("SetDuty"), who(responder), enum_word("ResponderStatus", status), reason]
                    .filter(Boolean)
                    .join(" · "),
            };
        },
    }),
];
