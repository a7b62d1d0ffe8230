// Responders by what somebody types of them: number, call sign, name, or the initials of the name.
import { letters_of } from "@/shell/words/initials.ts";
import type { Responder } from "muster/schema";

// "R205" is also the call sign "DEMO-R-000205": letters, then a number without its zeros.
export function short_sign(external_ref: string | undefined): string {
    const [, letters = "", number = ""] = /([a-z]*)[-_ ]*0*(\d+)$/i.exec(external_ref ?? "") ?? [];
    return number ? `${letters}${number}`.toLowerCase() : (external_ref ?? "").toLowerCase();
}

// How well it fits, the least first; -1: not at all. One who is on duty goes before one who is not.
function rank(typed: string, { id, profile, status }: Responder): number {
    const small = typed.toLowerCase();
    const name = (profile.name ?? "").toLowerCase();
    const off = status === "off_duty" ? 0.5 : 0;
    if (String(id) === small.replace(/^#/, "") || profile.external_ref?.toLowerCase() === small) return 0;
    if (short_sign(profile.external_ref) === small) return 0;
    if (name === small) return 1 + off;
    if (/^[a-z]+$/.test(small) && letters_of(name) === small) return 2 + off;
    if (name.startsWith(small)) return 3 + off;
    if (small.length > 1 && name.includes(small)) return 4 + off;
    if (/^[a-z]{2,}$/.test(small) && letters_of(name).startsWith(small)) return 5 + off;
    return -1;
}

export interface FoundResponder {
    responder: Responder;
    rank: number;
}

export function find_responders(
    typed: string,
    all: Iterable<Responder>,
    most = Infinity,
): FoundResponder[] {
    if (!typed) return [];
    const found: FoundResponder[] = [];
    for (const responder of all) {
        const by = rank(typed, responder);
        if (by >= 0) found.push({ responder, rank: by });
    }
    found.sort((a, b) => a.rank - b.rank || a.responder.id - b.responder.id);
    return found.slice(0, most);
}

// The one who is meant, or those among whom it is not clear.
export function the_responder(typed: string, all: Iterable<Responder>): Responder | readonly Responder[] {
    const found = find_responders(typed, all);
    const [best] = found;
    if (!best) return [];
    // Of those on duty and those off, who fit equally, the ones on duty are meant.
    const equal = found.filter(({ rank }) => rank === best.rank);
    return equal.length === 1 ? best.responder : equal.map(({ responder }) => responder);
}
