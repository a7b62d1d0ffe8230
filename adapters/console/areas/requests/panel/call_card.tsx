// Who is on the line or is to be called: name, number, what became of the call, who is next.
import { Button } from "@/shell/parts/button.tsx";
import { Phone } from "@/shell/parts/phone.tsx";
import { useNow } from "@/shell/store/hooks.ts";
import { duration } from "@/shell/time/times.ts";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Request, Slot } from "muster/schema";
import { useDesk } from "../desk_console.ts";
import { is_ended } from "../derive.ts";
import { hint_text, person_text } from "../person.tsx";
import { act_now } from "./acting.ts";
import { callee_at, callee_text } from "./call_chain.ts";

const w = words({
    title: { en: "Person and calls", zh: "服务对象与通话" },
    call_now: { en: "Call now", zh: "现在拨打" },
    call_in: { en: "Next call in {time}", zh: "{time} 后拨打" },
    misses: { en: "{n} unanswered", zh: "{n} 次未接" },
    next: { en: "then {who}", zh: "之后：{who}" },
    reached: { en: "Reached", zh: "已联系上" },
    answered: { en: "Answered", zh: "已接听" },
    no_answer: { en: "No answer", zh: "未接听" },
    does_not_confirm: { en: "does not confirm", zh: "未确认" },
    caller: { en: "Caller", zh: "来电" },
    no_address: { en: "Address not known", zh: "地址不明" },
});

export function CallCard({ request }: { request: Request }) {
    const desk = useDesk();
    const now = useNow(60_000);
    const member = desk.member_of(request);
    const { caller } = request;
    const own = member?.profile.phone;
    const due = (request.slots ?? []).filter((slot) => slot.status === "assigned" && slot.call_due);
    return (
        <section className="call-card" aria-label={w.title()}>
            <p className="who">
                <b>
                    {member ? person_text(request, (id) => desk.members.get(id), now) : w.caller()}
                </b>
                <Phone number={own ?? caller} />
                {!member && <span>{hint_text(request, (id) => desk.members.get(id))}</span>}
            </p>
            {own && caller && own !== caller && (
                <p>
                    <span className="dim">{w.caller()}</span> <Phone number={caller} />
                </p>
            )}
            <p className="address">
                {request.address || member?.profile.address || w.no_address()}
            </p>
            {request.note && <p className="said">“{request.note}”</p>}
            {!is_ended(request) && <Chain request={request} />}
            {due.map((slot) => (
                <ResponderCall key={slot.responder} request={request} slot={slot} />
            ))}
        </section>
    );
}

function Chain({ request }: { request: Request }) {
    const desk = useDesk();
    const now = useNow();
    const { contacts } = request;
    const member = desk.member_of(request);
    const now_called = callee_at(request, member, contacts.step);
    if (contacts.reached) {
        return (
            <p className="good">
                ✓ {w.reached()}: {now_called ? callee_text(now_called) : ""}
            </p>
        );
    }
    if (!contacts.active) return null;
    const wait = contacts.due_at - now;
    const next = callee_at(request, member, contacts.step + 1);
    const record = (outcome: string) => act_now(desk, "contact", { outcome });
    const may = desk.may(request, "RecordContact");
    return (
        <div className={`call ${wait <= 0 ? "due" : ""}`}>
            <p>
                <b>☎ {wait > 0 ? w.call_in({ time: duration(wait) }) : w.call_now()}</b>{" "}
                {now_called && callee_text(now_called)} <Phone number={now_called?.phone} />
            </p>
            {may && (
                <p className="buttons">
                    <Button hot_key="A" onPress={() => record("answered")}>
                        {w.answered()}
                    </Button>
                    <Button hot_key="N" onPress={() => record("no_answer")}>
                        {w.no_answer()}
                    </Button>
                    {contacts.misses > 0 && <span>{w.misses({ n: contacts.misses })}</span>}
                </p>
            )}
            {next && (
                <p className="dim">
                    {w.next({ who: callee_text(next) })} <Phone number={next.phone} />
                </p>
            )}
        </div>
    );
}

// Who was sent and does not acknowledge.
function ResponderCall({ request, slot }: { request: Request; slot: Slot }) {
    const desk = useDesk();
    const responder = desk.responder(slot.responder);
    const record = (outcome: string) =>
        act_now(desk, "responder_call", { responder: slot.responder, outcome });
    return (
        <div className="call due">
            <p>
                <b>☎ {w.call_now()}</b> {desk.responder_name(slot.responder)}{" "}
                <Phone number={responder?.profile.phone} />{" "}
                <span className="dim">
                    {desk.names.name("roles", slot.role)}, {w.does_not_confirm()}
                </span>
            </p>
            {desk.may(request, "RecordResponderCall") && (
                <p className="buttons">
                    <Button onPress={() => record("answered")}>{w.answered()}</Button>
                    <Button onPress={() => record("no_answer")}>{w.no_answer()}</Button>
                    <Button onPress={() => record("refused")}>
                        {enum_word("ContactOutcome", "refused")}
                    </Button>
                </p>
            )}
        </div>
    );
}
