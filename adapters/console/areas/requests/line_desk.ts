// As much of the desk as a line looks at.
import type { DeskConsole } from "./desk_console.ts";

export type LineDesk = Pick<
    DeskConsole,
    | "desk"
    | "request"
    | "responder"
    | "responder_name"
    | "may"
    | "city"
    | "store"
    | "services"
    | "members"
    | "rules"
    | "names"
    | "api"
    | "open_request"
    | "new_call"
>;
