// Forms of this request that were begun and not sent.
import { Button } from "@/shell/parts/button.tsx";
import { useChanges } from "@/shell/store/hooks.ts";
import { clock } from "@/shell/time/times.ts";
import { command_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Request } from "muster/schema";
import { actions, offers } from "../actions.ts";
import { useDesk } from "../desk_console.ts";
import { facts_of } from "./acting.ts";
import { draft_id } from "./draft_id.ts";

const w = words({
    title: { en: "Not sent", zh: "未发送" },
    go_on: { en: "Draft: {action}", zh: "草稿：{action}" },
    late: { en: "{action}: this draft can no longer be sent.", zh: "{action}：此草稿已无法发送。" },
    discard: { en: "Discard", zh: "丢弃" },
    since: { en: "of {time}", zh: "{time}" },
});

export function Drafts({ request }: { request: Request }) {
    const desk = useDesk();
    useChanges(desk.drafts);
    const open = desk.panel.form?.action.id;
    const kept = actions.flatMap((action) => {
        const draft = action.id === open ? null : desk.drafts.get(draft_id(action, request));
        return draft ? [{ action, draft }] : [];
    });
    if (kept.length === 0) return null;
    return (
        <section className="panel-drafts" aria-label={w.title()}>
            {kept.map(({ action, draft }) => {
                const name = command_word(action.command);
                // What may have happened is asked for again, whatever the request has become by it.
                const can = draft.tried || offers(action, request, facts_of(desk));
                return (
                    <p key={action.id} className="buttons">
                        {can ? (
                            <Button
                                onPress={() => desk.panel.open_form(action, request, draft.values)}
                            >
                                {w.go_on({ action: name })}
                            </Button>
                        ) : (
                            <span>{w.late({ action: name })}</span>
                        )}
                        <span className="dim">{w.since({ time: clock(draft.at) })}</span>
                        <Button kind="quiet" onPress={() => desk.drafts.drop(draft.id)}>
                            {w.discard()}
                        </Button>
                    </p>
                );
            })}
        </section>
    );
}
