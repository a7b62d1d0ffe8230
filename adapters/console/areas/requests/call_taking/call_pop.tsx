// Calls on the hotline that are nobody's request yet: who rings, who it may be, what is open of theirs.
import { Button } from "@/shell/parts/button.tsx";
import { Phone, readable } from "@/shell/parts/phone.tsx";
import { useShortcuts } from "@/shell/keys/shortcuts.ts";
import { useChanges, useNow, useView } from "@/shell/store/hooks.ts";
import { duration } from "@/shell/time/times.ts";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Call, Request } from "muster/schema";
import { useDesk } from "../desk_console.ts";
import type { DeskConsole } from "../desk_console.ts";
import { is_ended } from "../derive.ts";
import { hint_text } from "../person.tsx";
import { values_of } from "./call_draft.ts";
import "./call_taking.css";

const w = words({
    title: { en: "Calls on the line", zh: "来电" },
    take: { en: "Take the call", zh: "接听登记" },
    withheld: { en: "number withheld", zh: "未显示号码" },
    late: { en: "not answered in time", zh: "超时未接" },
    open: { en: "Open #{id}", zh: "打开 #{id}" },
    more: { en: "and {n} more", zh: "另有 {n} 个" },
    said: { en: "Call from {who}", zh: "来电：{who}" },
});

const shown = 3;
const shown_beside_call = 1; // the call that is being taken down has the room

// Ringing first, the longest first. What is being taken down here already is no news.
function waiting_calls(desk: DeskConsole): Call[] {
    const taken = new Set(desk.drafts.all().map(({ values }) => values_of(values).call));
    return [...desk.store.all<Call>("calls").values()]
        .filter((call) => call.status !== "ended" && !call.request && !taken.has(call.id))
        .sort(
            (a, b) =>
                Number(b.status === "ringing") - Number(a.status === "ringing") ||
                a.started_at - b.started_at,
        );
}

// Whose number it may be: their own before that of a contact.
const hints_of = ({ member_hint, member_hints }: Call): number[] => {
    const all = member_hints?.length ? member_hints : member_hint ? [{ member: member_hint, contact: 0 }] : [];
    return [...new Set([...all].sort((a, b) => a.contact - b.contact).map(({ member }) => member))];
};

// The panel opens filled. The only one whose own number it is stands there, to be asked for the name.
function take(desk: DeskConsole, call: Call): void {
    const own = call.member_hints?.length
        ? call.member_hints.filter(({ contact }) => !contact).map(({ member }) => member)
        : hints_of(call);
    const hinted = own.length === 1 ? (own[0] ?? 0) : 0;
    desk.new_call({
        call: call.id,
        caller: call.number ?? "",
        hinted,
        who: hinted ? "" : (call.number ?? ""),
    });
}

export function CallPop() {
    const desk = useDesk();
    useChanges(desk.drafts);
    const calls = useView(["calls"], () => waiting_calls(desk), [desk.drafts.version]);
    useShortcuts([
        {
            key: "F8",
            label: w.take,
            in_fields: true,
            when: () => desk.identity.may_send.has("TakeCall") && waiting_calls(desk).length > 0,
            run: () => {
                const [first] = waiting_calls(desk);
                if (first) take(desk, first);
            },
        },
    ]);
    useChanges(desk.members);
    useChanges(desk.desk);
    const [first] = calls;
    const most = desk.desk.draft ? shown_beside_call : shown;
    return (
        <section className="call-pop" aria-label={w.title()} hidden={calls.length === 0}>
            <p role="alert" className="unseen">
                {first && w.said({ who: who_text(desk, first) })}
            </p>
            {calls.slice(0, most).map((call, at) => (
                <Waiting key={call.id} call={call} first={at === 0} />
            ))}
            {calls.length > most && <p className="dim">{w.more({ n: calls.length - most })}</p>}
        </section>
    );
}

function who_text(desk: DeskConsole, call: Call): string {
    const hint = hint_text({ ...call, member: 0 }, (id) => desk.members.get(id));
    return hint || readable(call.number) || w.withheld();
}

function Waiting({ call, first }: { call: Call; first: boolean }) {
    const desk = useDesk();
    const now = useNow();
    const hints = hints_of(call);
    const open = [...desk.store.all<Request>("requests").values()].filter(
        (r) => (hints.includes(r.member) || (call.number && r.caller === call.number)) && !is_ended(r),
    );
    return (
        <div className={`call ${call.status}`}>
            <p className="number">
                <b>☎ {call.number ? <Phone number={call.number} /> : w.withheld()}</b>{" "}
                <span>
                    {enum_word("CallStatus", call.status)} {duration(Math.max(0, now - call.started_at))}
                    {call.agent && ` · ${call.agent}`}
                </span>
                {call.late_at > 0 && call.status === "ringing" && <b className="late"> ■ {w.late()}</b>}
            </p>
            {hints.length > 0 && <p>{who_text(desk, call)}</p>}
            <div className="call-buttons">
                {desk.identity.may_send.has("TakeCall") && (
                    <Button kind="primary" hot_key={first ? "F8" : undefined} onPress={() => take(desk, call)}>
                        {w.take()}
                    </Button>
                )}
                {open.map((r) => (
                    <Button key={r.id} onPress={() => desk.open_request(r.id)}>
                        {w.open({ id: r.id })} {desk.services.name(r.service)}
                    </Button>
                ))}
            </div>
        </div>
    );
}
