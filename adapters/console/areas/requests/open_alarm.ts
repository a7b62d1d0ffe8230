// Whoever opens a new emergency has it: it is opened and taken in one go, unless somebody was quicker.
import type { DeskConsole } from "./desk_console.ts";
import { act } from "./panel/acting.ts";

export function open_alarm(desk: DeskConsole, id = desk.alarms.list()[0]?.id ?? 0): void {
    if (!id || desk.identity.state !== "yes") return;
    desk.open_request(id);
    if (!desk.request(id)?.owner) act(desk, "take");
}
