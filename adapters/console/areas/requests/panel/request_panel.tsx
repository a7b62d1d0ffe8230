// The request that is open: what is to be done about it first, then all that is known.
import { Phone } from "@/shell/parts/phone.tsx";
import { ClassMark } from "@/shell/parts/marks.tsx";
import { useChanges, useEntity, useNow } from "@/shell/store/hooks.ts";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Request } from "muster/schema";
import { useDesk } from "../desk_console.ts";
import { person_text } from "../person.tsx";
import { Timer } from "../timer.tsx";

const w = words({
    pick: { en: "Open a request with Enter, or click one.", zh: "按 Enter 或点击打开请求。" },
    none: { en: "Request #{id} is not here (any more).", zh: "请求 #{id} 已不在此处。" },
});

export function RequestPanel({ id }: { id: number }) {
    const desk = useDesk();
    const request = useEntity<Request>("requests", id);
    useChanges(desk.members);
    const now = useNow(5_000);
    if (!id) return <p className="empty">{w.pick()}</p>;
    if (!request) return <p className="empty">{w.none({ id })}</p>;
    const member = desk.member_of(request);
    return (
        <article className={`request-panel ${request.urgency}`}>
            <h2>
                <ClassMark urgency={request.urgency} /> {desk.services.name(request.service)} #{id}
            </h2>
            <p>
                {enum_word("RequestStatus", request.status)} ·{" "}
                {person_text(request, (of) => desk.members.get(of), now)} <Timer request={request} />
            </p>
            <p>
                <Phone number={request.caller ?? member?.profile.phone} />
            </p>
        </article>
    );
}
