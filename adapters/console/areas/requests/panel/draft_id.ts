import type { Request } from "muster/schema";
import type { Action } from "../action_parts.ts";
import { actions } from "../actions.ts";

// Of the draft of a form: one for each action and request.
export const draft_id = (action: Action, request: Request): string =>
    `request:${request.id}:${action.id}`;

export function form_of_draft(id: string): { request: number; action: Action } | null {
    const [, request, name] = /^request:(\d+):(\w+)$/.exec(id) ?? [];
    const action = actions.find((one) => one.id === name);
    return action ? { request: Number(request), action } : null;
}
