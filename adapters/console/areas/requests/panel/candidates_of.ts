// Whom the engine would send to the slots of a request: its own list, in its own order.
import { as_problem } from "@/shell/net/problem.ts";
import { chosen } from "@/shell/words/words.ts";
import type { Console } from "@/shell/console.ts";
import type {
    AssignedBy,
    CostTerms,
    PlaceBasis,
    ResponderKind,
    ResponderStatus,
} from "muster/schema";
import { story_of } from "./story.ts";
import type { Decision, Story } from "./story.ts";

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
export async function candidates_of(
    console: Console,
    request: number,
    slot: number | null,
    signal: AbortSignal,
): Promise<Advice> {
    const query = slot === null ? "" : `?slot=${slot}`;
    try {
        return await console.api.get<Advice>(`/v1/requests/${request}/candidates${query}`, {
            signal,
        });
    } catch (error) {
        if (as_problem(error).status !== 404) throw error;
        const story = await story_of(console, request, true, signal);
        if (story.decisions_unavailable) throw error;
        return from_decisions(story);
    }
}

// A server that does not look ahead: whom it weighed when it decided last, slot by slot.
function from_decisions({ decisions = [] }: Story): Advice {
    const latest = new Map<number, Decision>();
    for (const decision of decisions) latest.set(decision.slot, decision);
    return {
        slots: [...latest.values()].map(({ slot, candidates }) => ({
            slot,
            candidates: candidates.map(({ candidate, ...traced }) => ({ ...candidate, ...traced })),
        })),
    };
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
