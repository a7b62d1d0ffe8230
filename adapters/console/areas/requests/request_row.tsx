// A request in a list: class and service in full; number in its own column, person, countdown; the
// place in full, who goes.
import { ChannelMark, ClassMark } from "@/shell/parts/marks.tsx";
import { useChanges, useEntity, useNow, useReady } from "@/shell/store/hooks.ts";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import { useDesk } from "./desk_console.ts";
import type { Request } from "muster/schema";
import { call_is_due } from "./derive.ts";
import { person_text } from "./person.tsx";
import { Timer } from "./timer.tsx";
import { who_goes } from "./who_goes.ts";

const w = words({
    unverified: { en: "silent, not verified", zh: "无声来电，未核实" },
    call_due: { en: "call due", zh: "应拨打电话" },
    duplicate: { en: "same as #{id}?", zh: "与 #{id} 相同？" },
});

export const request_row_px = 68;

// What is wrong with it, in the order in which it matters.
function alarm_text(request: Request, now: number): string {
    if (request.safety === "unverified") return w.unverified();
    if (call_is_due(request, now)) return w.call_due();
    if (request.possible_duplicate_of) return w.duplicate({ id: request.possible_duplicate_of });
    return "";
}

export function RequestRow({ id, current }: { id: number; current: boolean }) {
    const desk = useDesk();
    const request = useEntity<Request>("requests", id);
    useChanges(desk.members);
    useChanges(desk.services);
    useReady(); // requests are there before the names of those who go
    const now = useNow(5_000);
    if (!request) return null;
    const member = (of: number) => desk.members.get(of);
    const address = request.address || member(request.member)?.profile.address || "–";
    const who = who_goes(request, desk.responder_name, now);
    const alarm = alarm_text(request, now);
    return (
        <div className={`request-row ${request.urgency} ${current ? "current" : ""}`}>
            <b className="service">
                <ClassMark urgency={request.urgency} /> {desk.services.name(request.service)}
            </b>
            <span className="number">#{id}</span>
            <span className="person">
                <ChannelMark channel={request.channel} /> {person_text(request, member, now)}
            </span>
            <Timer request={request} />
            <span className="address">{address}</span>
            <span className={`who ${alarm || who.nobody ? "nobody" : ""}`}>
                {alarm || who.text || enum_word("RequestStatus", request.status)}
            </span>
        </div>
    );
}
