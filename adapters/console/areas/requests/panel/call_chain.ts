// Whom the contact chain names: step 0 is the member, step n the n-th contact.
import { enum_word } from "@/shell/words/named.ts";
import type { Member, Request } from "muster/schema";

export interface Callee {
    name: string;
    relation: string; // "" = the member
    phone: string;
}

export function callee_at(request: Request, member: Member | null, step: number): Callee | null {
    if (step === 0) {
        const profile = member?.profile;
        const phone = request.caller || profile?.phone || "";
        return profile || phone ? { name: profile?.name ?? "", relation: "", phone } : null;
    }
    const contact = member?.profile.contacts?.[step - 1];
    if (!contact) return null;
    return {
        name: contact.name ?? "",
        relation: enum_word("ContactRelation", contact.relation),
        phone: contact.phone ?? "",
    };
}

export const callee_text = ({ name, relation }: Callee): string =>
    relation ? `${name} (${relation})`.trim() : name;
