// Services by what is typed: by the name in either language, the initials of it or the code; and which
// one the words of a caller speak of. Pure.
import { letters_of } from "@/shell/words/initials.ts";
import type { Urgency } from "muster/schema";

export interface OfferedService {
    code: string;
    name_en?: string;
    name_zh?: string;
    urgency: Urgency;
}

const names_of = ({ name_en = "", name_zh = "" }: OfferedService): string[] => [name_en, name_zh].filter(Boolean);

// The least first; -1: not at all.
function rank(typed: string, service: OfferedService): number {
    const names = names_of(service).map((name) => name.toLowerCase());
    const code = service.code.toLowerCase();
    if (code === typed || names.includes(typed)) return 0;
    if (names.some((name) => name.startsWith(typed))) return 1;
    if (names_of(service).some((name) => letters_of(name).startsWith(typed))) return 2;
    if (code.startsWith(typed)) return 3;
    if (names.some((name) => name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(typed)))) return 4;
    if (typed.length > 1 && [code, ...names].some((text) => text.includes(typed))) return 5;
    return -1;
}

const more_urgent = (a: OfferedService, b: OfferedService): number =>
    a.urgency === b.urgency ? 0 : a.urgency < b.urgency ? -1 : 1;

// All of them for an empty text.
export function find_services<S extends OfferedService>(text: string, services: readonly S[]): S[] {
    const typed = text.trim().toLowerCase();
    if (!typed) return [...services];
    return services
        .map((service, at) => ({ service, at, rank: rank(typed, service) }))
        .filter((found) => found.rank >= 0)
        .sort((a, b) => a.rank - b.rank || more_urgent(a.service, b.service) || a.at - b.at)
        .map(({ service }) => service);
}

// What a text speaks of: pairs of Chinese signs, and words by their first letters, so that "fallen" is
// "fall" too. Words that say nothing of a service are left out.
const empty_words = new Set(
    "the and for with from home house help about some call person people card service services or of at in a no not an to is on".split(
        " ",
    ),
);
const stem_letters = 5;

function marks_of(text: string): Set<string> {
    const marks = new Set<string>();
    for (const [run] of text.matchAll(/\p{Script=Han}+/gu)) {
        // "或", "与" and the like stand between the words of a name.
        for (const part of run.split(/[与或和及的等]/)) {
            for (let i = 0; i + 1 < part.length; i++) marks.add(part.slice(i, i + 2));
        }
    }
    for (const [word] of text.toLowerCase().matchAll(/[a-z]{3,}/g)) {
        if (!empty_words.has(word)) marks.add(word.slice(0, stem_letters));
    }
    return marks;
}

// "fallen" begins with "fall"; short words must be the same.
const alike = (said: string, named: string): boolean =>
    said === named || (named.length >= 4 && said.startsWith(named));

// The services that the words may mean, the likeliest first; of equals the more urgent.
export function propose<S extends OfferedService>(narrative: string, services: readonly S[], most = 3): S[] {
    const said = [...marks_of(narrative)];
    if (said.length === 0) return [];
    const marks = services.map((service) => marks_of(names_of(service).join(" ")));
    const used = new Map<string, number>();
    for (const own of marks) for (const mark of own) used.set(mark, (used.get(mark) ?? 0) + 1);
    return services
        .map((service, at) => {
            // What many services are named by tells little.
            let score = 0;
            for (const mark of marks[at] ?? []) {
                if (said.some((one) => alike(one, mark))) score += 1 / (used.get(mark) ?? 1);
            }
            return { service, score };
        })
        .filter(({ score }) => score >= 0.5)
        .sort((a, b) => b.score - a.score || more_urgent(a.service, b.service))
        .slice(0, most)
        .map(({ service }) => service);
}
