// Members by what a caller says of them, for whoever takes the call.
import type { Api } from "@/shell/net/api.ts";
import { with_query } from "@/shell/net/api.ts";
import { as_problem } from "@/shell/net/problem.ts";
import { born_in } from "../person.tsx";
import { is_number } from "./call_draft.ts";
import type { ContactRelation, Member, MemberFlag, MemberStatus, RiskTier } from "muster/schema";

// As GET /v1/members/find tells of them.
export type FoundMember = {
    id: number;
    name?: string;
    status?: MemberStatus;
    birth_year?: number;
    address?: string;
    phone?: string;
    tier?: RiskTier;
    flags?: MemberFlag[];
    risks?: string;
    by?: string; // why: phone, contact_phone, name, pinyin, initials, address, number
    contact?: { number: number; relation?: ContactRelation; name?: string; phone?: string };
};

export function found_of({ id, status, profile, risk }: Member): FoundMember {
    const { name, address, phone, flags, risks } = profile;
    const birth_year = born_in(profile);
    return { id, status, name, birth_year, address, phone, flags, risks, tier: risk?.tier };
}

const most = 8;

export async function find_members(api: Api, typed: string, signal?: AbortSignal): Promise<FoundMember[]> {
    const q = typed.trim();
    if (q.length < 2) return [];
    try {
        const path = with_query("/v1/members/find", { q, limit: most });
        return (await api.get<{ members: FoundMember[] }>(path, { signal })).members;
    } catch (error) {
        // Not for these eyes, or gone: nobody is found.
        const { status } = as_problem(error);
        if (status === 404) return find_by_filters(api, q, signal);
        if (status === 403 || status === 0) return [];
        throw error;
    }
}

// A server without that search knows whole numbers and the beginnings of names.
async function find_by_filters(api: Api, q: string, signal?: AbortSignal): Promise<FoundMember[]> {
    const by = is_number(q) ? "phone" : "name";
    const path = with_query("/v1/members", { [by]: q, limit: most });
    const { items } = await api.get<{ items: Member[] }>(path, { signal });
    return items.map(found_of);
}
