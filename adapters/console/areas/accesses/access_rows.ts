// Rows of the record as they are shown, and as they are taken away.
import { clock, day } from "@/shell/time/times.ts";
import { column_words as c, kind_word } from "./access_words.ts";
import type { Access } from "./accesses.ts";
import type { Proof } from "./proof.ts";
import { proof_word } from "./proof_words.ts";

const time_text = (at: number): string => `${day(at)} ${clock(at)}`;

// One form for all files, whatever is on the screen.
export function access_csv(entries: readonly Access[], proof: Proof | null): (string | number)[][] {
    const heads = [c.at(), c.what(), c.who(), c.about(), c.reason(), c.sheet(), c.proof(), c.count()];
    const rows = entries.map(({ at, what, who, about = "", reason = "", sheet, count }) => [
        time_text(at),
        kind_word(what),
        who,
        about,
        reason,
        sheet,
        proof ? proof_word(sheet, proof) : "",
        count,
    ]);
    return [heads, ...rows];
}

// A column for reasons only where there is one, for the proof where it is known.
export function access_table(entries: readonly Access[], proof: Proof | null) {
    const reasons = entries.some(({ reason }) => reason);
    const heads = [
        c.at(),
        c.what(),
        c.who(),
        c.about(),
        ...(reasons ? [c.reason()] : []),
        ...(proof ? [c.proof()] : []),
        c.count(),
    ];
    const texts_of = ({ at, what, who, about = "", reason = "" }: Access): string[] => [
        time_text(at),
        kind_word(what),
        who,
        about,
        ...(reasons ? [reason] : []),
    ];
    return { heads, texts_of };
}
