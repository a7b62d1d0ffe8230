// Does what a button or a key says: sends it, or opens its form in the panel.
import { as_problem } from "@/shell/net/problem.ts";
import { toasts } from "@/shell/parts/toasts.tsx";
import { command_word } from "@/shell/words/named.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";
import type { Request } from "muster/schema";
import { can_be_given } from "../action_parts.ts";
import type { Action, ActionFacts, Values } from "../action_parts.ts";
import { action_by_id, command_body, offers } from "../actions.ts";
import type { DeskConsole } from "../desk_console.ts";
import { callee_at } from "./call_chain.ts";
import type { Callee } from "./call_chain.ts";
import { first_choice } from "./candidates_of.ts";
import { recommended_step } from "./recommended_step.ts";
import type { Step, Wait } from "./recommended_step.ts";
import { slot_in_focus } from "./slot_in_focus.ts";

const w = words({
    done: { en: "{action}: done, for #{id}", zh: "#{id} {action}：完成" },
    just_changed: {
        en: "This has just changed: look again, then press.",
        zh: "内容刚刚变化，请看清后再按。",
    },
    as_recommended: { en: "as recommended by the engine", zh: "按系统推荐" },
});

export const facts_of = (desk: DeskConsole): ActionFacts => ({
    now: desk.city.now(),
    name: desk.identity.name,
    may: (request, command) => desk.may(request, command),
    responder_name: desk.responder_name,
    role_name: (code) => desk.names.name("roles", code),
    questions_of: (service) => desk.rules.questions_of(service),
});

// Keys act on what is in sight, never on a request that a call being taken down covers.
export const opened = (desk: DeskConsole): Request | undefined => desk.request(desk.desk.shown);

export const say_done = (action: Action, request: Request): void =>
    toasts.add(w.done({ action: command_word(action.command), id: request.id }));

async function send(desk: DeskConsole, action: Action, request: Request, values: Values) {
    const body = command_body(action, request, values, desk.city.now());
    try {
        await desk.send_once(JSON.stringify([action.command, body]), action.command, body);
        say_done(action, request);
    } catch (error) {
        toasts.add(problem_text(as_problem(error)), true);
    }
}

// preset: what is known already of the fields.
export function act(desk: DeskConsole, id: string, preset: Values = {}): void {
    const request = opened(desk);
    const action = action_by_id(id);
    if (!request || !offers(action, request, facts_of(desk))) return;
    if (action.at_once) void send(desk, action, request, {});
    else if (id === "assign" && !preset.responder) seek(desk, request);
    else desk.panel.open_form(action, request, preset);
}

// Whom to send is chosen among the candidates, the role before the person.
function seek(desk: DeskConsole, request: Request): void {
    const waiting = slot_in_focus(request, desk.panel);
    const slot = waiting >= 0 ? waiting : (request.slots ?? []).findIndex(can_be_given);
    if (slot >= 0) desk.panel.seek(slot);
}

// All is known: nothing is asked.
export function act_now(desk: DeskConsole, id: string, values: Values): void {
    const request = opened(desk);
    const action = action_by_id(id);
    if (!request || !offers(action, request, facts_of(desk))) return;
    void send(desk, action, request, values);
}

// What has just become something else is not done.
function is_seen(desk: DeskConsole, part: string, what: string): boolean {
    const settled = desk.panel.seen.is_settled(part, what);
    if (!settled) toasts.add(w.just_changed(), true);
    return settled;
}

// What stands on the n-th candidate, from 1.
export const candidate_part = (n: number): string => `candidate ${n}`;
export const candidate_what = (slot: number, responder: number): string => `${slot} ${responder}`;

export function send_nth(desk: DeskConsole, n: number, slot: number, responder: number): void {
    if (!is_seen(desk, candidate_part(n), candidate_what(slot, responder))) return;
    send_responder(desk, slot, responder);
}

// Whom the engine recommends is sent at once; anybody else needs a reason.
function send_responder(desk: DeskConsole, slot: number, responder: number): void {
    const advice = desk.panel.advice_for(slot);
    if (advice && first_choice(advice) === responder) {
        act_now(desk, "assign", { slot, responder, reason: w.as_recommended() });
    } else {
        act(desk, "assign", { slot, responder });
    }
}

export function step_of(desk: DeskConsole, request: Request): Step | Wait {
    const asked = desk.offers_of(request.id).filter((offer) => offer.status === "live").length;
    return recommended_step(request, { ...facts_of(desk), advice: desk.panel.advice, asked });
}

// What stands on Space: the step, and whom it is about.
export function step_what(desk: DeskConsole, request: Request): string {
    if (request.merged_into) return `open ${request.merged_into}`;
    const step = step_of(desk, request);
    const { contacts } = request;
    const call = step.why === "call" && [contacts.step, contacts.misses];
    return JSON.stringify([step.action, step.why, step.preset, call]);
}

export function do_step(desk: DeskConsole): void {
    const request = opened(desk);
    if (!request) return;
    if (!is_seen(desk, "step", step_what(desk, request))) return;
    // Merged into another one: what is to be done is to be done there.
    if (request.merged_into) return desk.open_request(request.merged_into);
    const step = step_of(desk, request);
    if (!step.preset) return;
    const { action, preset, why } = step;
    if (why === "nobody" || why === "late") {
        return send_responder(desk, Number(preset.slot), Number(preset.responder));
    }
    act(desk, action, preset);
}

// Who is to be called, where that is the step.
export function callee_of(desk: DeskConsole, request: Request, step: Step): Callee | null {
    if (step.why === "call") {
        return callee_at(request, desk.member_of(request), request.contacts.step);
    }
    if (step.why !== "responder_call") return null;
    const responder = Number(step.preset.responder);
    const phone = desk.responder(responder)?.profile.phone ?? "";
    return { name: desk.responder_name(responder), relation: "", phone };
}
