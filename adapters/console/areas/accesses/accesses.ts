// The record of accesses, as GET /v1/accesses tells it.
import { with_query } from "@/shell/net/api.ts";

export const kinds = [
    "personal_read",
    "feed_opened",
    "login_failed",
    "token_created",
    "token_revoked",
] as const;
export type AccessKind = (typeof kinds)[number];

export interface Access {
    at: number;
    what: AccessKind;
    who: string;
    about: string;
    count: number;
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
        const { entries, next_skip } = await get(accesses_path(filter, skip, page));
        all.push(...entries);
        skip = next_skip;
    } while (skip > 0 && all.length < most);
    return all.slice(0, most);
}
