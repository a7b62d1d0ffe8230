import type { Request } from "muster/schema";
import type { Action } from "../action_parts.ts";

// Of the draft of a form: one for each action and request.
export const draft_id = (action: Action, request: Request): string =>
    `request:${request.id}:${action.id}`;
