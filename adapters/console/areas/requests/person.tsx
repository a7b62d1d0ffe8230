// Who a request is for, in words.
import { year } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import { readable } from "@/shell/parts/phone.tsx";
import type { Member, Request } from "muster/schema";

const w = words({
    age: { en: "{years} y", zh: "{years} 岁" },
    perhaps: { en: "{name}?", zh: "{name}？" },
    unknown: { en: "unknown caller", zh: "身份不明" },
    hint: { en: "number of {name}?", zh: "可能是{name}的号码" },
    hint_contact: { en: "number of a contact of {name}?", zh: "可能是{name}联系人的号码" },
});

type Born = Partial<Pick<Member["profile"], "birth_date" | "birth_year">>;
type Hinted = Pick<Request, "member" | "member_hint" | "member_hints">;
type MemberById = (id: number) => Member | null;

// The year alone is kept where the day is not known.
export const born_in = ({ birth_date, birth_year }: Born): number => birth_date?.year || birth_year || 0;

export function age_text(member: Member, now: number): string {
    const born = born_in(member.profile);
    return born ? w.age({ years: year(now) - born }) : "";
}

interface Hint {
    name: string;
    contact: number;
}

// Whose number the caller may have.
function hints_of(request: Hinted, member_by_id: MemberById): Hint[] {
    if (request.member) return [];
    const own = request.member_hint ? [{ member: request.member_hint, contact: 0 }] : [];
    const hints = request.member_hints?.length ? request.member_hints : own;
    return hints.map(({ member, contact }) => ({
        name: member_by_id(member)?.profile.name ?? `#${member}`,
        contact,
    }));
}

// A hint, never proof. "" when nothing hints at anybody.
export function hint_text(request: Hinted, member_by_id: MemberById): string {
    const texts = hints_of(request, member_by_id).map(({ name, contact }) =>
        contact ? w.hint_contact({ name }) : w.hint({ name }),
    );
    return [...new Set(texts)].join(" · ");
}

export function person_text(request: Request, member_by_id: MemberById, now: number): string {
    if (request.member) {
        const member = member_by_id(request.member);
        if (!member) return "…";
        return [member.profile.name, age_text(member, now)].filter(Boolean).join(" · ");
    }
    // A name says more than the number that hints at it, and there is little room.
    const names = hints_of(request, member_by_id).map(({ name }) => w.perhaps({ name }));
    return [...new Set(names)].join(" · ") || readable(request.caller) || w.unknown();
}
