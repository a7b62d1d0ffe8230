// Goes on with a draft: the call that was begun, or the form of its request.
import type { Draft } from "@/shell/drafts/drafts.ts";
import { offers } from "./actions.ts";
import { is_call_draft } from "./call_taking/call_draft.ts";
import type { DeskConsole } from "./desk_console.ts";
import { facts_of } from "./panel/acting.ts";
import { form_of_draft } from "./panel/draft_id.ts";

export function take_up(desk: DeskConsole, { id, tried }: Draft): void {
    if (is_call_draft(id)) return desk.desk.set({ draft: id });
    const form = form_of_draft(id);
    if (!form) return;
    desk.open_request(form.request);
    const request = desk.request(form.request);
    // Else the panel says that the draft can no longer be sent.
    if (request && (tried || offers(form.action, request, facts_of(desk)))) {
        desk.panel.open_form(form.action, request);
    }
}
