// Whom the engine would send to the slots of a request: its own list, in its own order.
import { with_query } from "@/shell/net/api.ts";
import { chosen } from "@/shell/words/words.ts";
import type { Console } from "@/shell/console.ts";
import type {
    AssignedBy,
    CostTerms,
    PlaceBasis,
    ResponderKind,
    ResponderStatus,
} from "muster/schema";

export interface Candidate {
    responder: number;
    name?: string;
    kind?: ResponderKind;
    status?: ResponderStatus;
    request?: number; // that the responder is bound to; 0 = none
    verdict: string;
    skills_missing?: string[];
    distance_m: number;
    eta_ms: number;
    penalty_ms: number;
    cost_ms: number;
    basis?: PlaceBasis;
    terms?: CostTerms;
    accepts_permille?: number; // of a volunteer: that the offer is accepted ...
    in_time_permille?: number; // ... and that the volunteer is there in time
    en?: string; // the engine's words for all of it
    zh?: string;
}

export interface SlotAdvice {
    slot: number;
    recommended?: number;
    would_ask?: number[];
    by?: AssignedBy;
    taken_from?: number; // the request that the recommended one is bound to
    candidates: Candidate[];
}

export interface Advice {
    slots: SlotAdvice[];
}

// slot: who else there would be for this one, whoever has it; without it all slots that wait.
export function candidates_of(
    console: Console,
    request: number,
    slot: number | null,
    signal: AbortSignal,
): Promise<Advice> {
    const path = with_query(`/v1/requests/${request}/candidates`, { slot: slot ?? undefined });
    return console.api.get<Advice>(path, { signal });
}

// Who can be sent although the engine would rather send somebody else.
const able: readonly string[] = ["won", "asked", "dearer", "needed_elsewhere"];
export const is_able = ({ verdict }: Candidate): boolean => able.includes(verdict);

// Whom a dispatcher may send whatever the engine thinks; it refuses those who are not on duty, or
// with somebody.
const out_of_reach: readonly string[] = ["off_duty", "out_of_service", "on_scene"];
export const can_be_sent = ({ status, verdict }: Candidate): boolean =>
    !out_of_reach.includes(status ?? verdict);

// Who comes first for a slot: the engine's choice, else the first who could be sent. 0 = nobody.
export const first_choice = ({ recommended, candidates }: SlotAdvice): number =>
    recommended ?? candidates.find(is_able)?.responder ?? 0;

export const engine_words = ({ en, zh }: Candidate): string =>
    (chosen.language === "en" ? en : zh) ?? "";

const most_pointed_out = 5;

// Whom the map points out: the first choice for each slot, then the others in the engine's order.
export function pointed_out(advice: Advice | null): number[] {
    const slots = advice?.slots ?? [];
    const first = slots.map(first_choice).filter(Boolean);
    const others = slots.flatMap(({ candidates }) => candidates.map(({ responder }) => responder));
    return [...new Set([...first, ...others])].slice(0, most_pointed_out);
}
