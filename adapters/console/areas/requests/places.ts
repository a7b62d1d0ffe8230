// Places by what somebody types: GET /v1/places/find.
import type { Api } from "@/shell/net/api.ts";
import { with_query } from "@/shell/net/api.ts";
import { told } from "@/shell/words/words.ts";
import type { Point } from "muster/schema";

export interface FoundPlace {
    place: number;
    name: string;
    matched?: string;
    district?: string;
    community?: string;
    point?: Point;
    en?: string; // why
    zh?: string;
}

const most = 6;

export async function find_places(api: Api, typed: string, signal?: AbortSignal): Promise<FoundPlace[]> {
    const q = typed.trim();
    if (q.length < 2) return [];
    const path = with_query("/v1/places/find", { q, limit: most });
    // Suggestions only: without an answer there are none.
    return api.get<{ places: FoundPlace[] }>(path, { signal }).then(
        ({ places }) => places,
        () => [],
    );
}

export const place_reason = ({ en = "", zh = "" }: FoundPlace): string => told({ en, zh });
