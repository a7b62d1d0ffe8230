// The record of accesses, as GET /v1/accesses tells it.
import { with_query } from "@/shell/net/api.ts";

export const kinds = [
    "personal_read",
    "unmasked",
    "exported",
    "feed_opened",
    "right_refused",
    "login_failed",
    "session_opened",
    "session_ended",
    "account_changed",
    "token_created",
    "token_rotated",
    "token_revoked",
    "settings_changed",
] as const;
export type AccessKind = (typeof kinds)[number];

export interface Access {
    at: number;
    what: AccessKind;
    who: string;
    about?: string; // what is empty is left out
    count: number;
    reason?: string; // none: none was asked for
    sheet: number; // on which it is written; see proof.ts
}

export interface AccessPage {
    entries: Access[];
    next_skip: number; // 0 = that was the last page
}

export interface AccessFilter {
    who: string;
    about: string;
    what: string;
    since: number; // 0 = from the beginning
    until: number; // before it; with it the pages stay the same
}

export const accesses_path = (filter: AccessFilter, skip: number, limit: number): string =>
    with_query("/v1/accesses", {
        ...filter,
        since: filter.since || undefined,
        until: filter.until || undefined,
        skip: skip || undefined,
        limit,
    });

// What comes while somebody turns pages moves none of them.
export const pinned = (filter: AccessFilter, newest: number): AccessFilter =>
    filter.until || !newest ? filter : { ...filter, until: newest + 1 };

// All that the filter finds, page after page, up to `most`.
export async function all_accesses(
    get: (path: string) => Promise<AccessPage>,
    filter: AccessFilter,
    most: number,
    page: number,
): Promise<Access[]> {
    const all: Access[] = [];
    let skip = 0;
    do {
        const wanted = pinned(filter, all[0]?.at ?? 0);
        const { entries, next_skip } = await get(accesses_path(wanted, skip, page));
        all.push(...entries);
        skip = next_skip;
    } while (skip > 0 && all.length < most);
    return all.slice(0, most);
}
