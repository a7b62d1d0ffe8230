// Where a responder is now.
import type { EntityStore } from "@/shell/store/entity_store.ts";
import type { Point, Responder } from "muster/schema";

export interface Position {
    id: number;
    point: Point;
    at: number;
}

export interface Place {
    point: Point;
    at: number; // 0 = nobody said when: where he is posted
}

// The newest of what the entity says and the stream of positions; else the post.
export function newest_place(responder: Responder, fix: Position | undefined): Place | null {
    const { position, position_at, profile } = responder;
    if (fix && fix.at >= position_at) return { point: fix.point, at: fix.at };
    if (position) return { point: position, at: position_at };
    return profile.post ? { point: profile.post, at: 0 } : null;
}

export const place_of = (store: EntityStore, responder: Responder): Place | null =>
    newest_place(responder, store.get<Position>("positions", responder.id));
