// The requests that need somebody most: what, since when or how late, who goes. No name, no address.
import { next_deadline } from "@/areas/requests/derive.ts";
import { Timer } from "@/areas/requests/timer.tsx";
import { who_goes } from "@/areas/requests/who_goes.ts";
import { useConsole } from "@/shell/console_context.ts";
import { ClassMark } from "@/shell/parts/marks.tsx";
import { useChanges, useEntity, useNow } from "@/shell/store/hooks.ts";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Request, Responder } from "muster/schema";

const w = words({
    quiet: { en: "Everybody is looked after.", zh: "全部已有人处理。" },
    more: { en: "and {n, plural, one {# more} other {# more}}", zh: "另有 {n} 条" },
});

const most_shown = 8;

export function Worst({ ids }: { ids: readonly number[] }) {
    if (ids.length === 0) return <p className="wall-quiet">{w.quiet()}</p>;
    const more = ids.length - most_shown;
    return (
        <>
            <ol className="worst-list">
                {ids.slice(0, most_shown).map((id) => (
                    <WorstRow key={id} id={id} />
                ))}
            </ol>
            {more > 0 && <p className="worst-more">{w.more({ n: more })}</p>}
        </>
    );
}

function WorstRow({ id }: { id: number }) {
    const { store, services } = useConsole();
    const request = useEntity<Request>("requests", id);
    useChanges(services);
    const now = useNow(5_000);
    if (!request) return null;
    const name = (of: number) => store.get<Responder>("responders", of)?.profile.name ?? `#${of}`;
    const who = who_goes(request, name, now);
    const late = next_deadline(request, now)?.state === "late";
    return (
        <li className={`worst-row ${request.urgency} ${late ? "is-late" : ""}`}>
            <ClassMark urgency={request.urgency} size={22} />
            <b className="service">{services.name(request.service)}</b>
            <Timer request={request} />
            <span className="number dim">#{id}</span>
            <span className={`who ${who.nobody ? "nobody" : ""}`}>
                {who.text || enum_word("RequestStatus", request.status)}
            </span>
        </li>
    );
}
