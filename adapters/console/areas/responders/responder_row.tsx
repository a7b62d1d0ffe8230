// A responder on the board: duty in shape and word, name, what he does now, how far he is or how old
// his position is, what he can do. What can be done about him stands in his card.
import { useDesk } from "@/areas/requests/desk_console.ts";
import { ClassMark, DutyMark } from "@/shell/parts/marks.tsx";
import { distance_m } from "@/shell/map/geo.ts";
import { useChanges, useEntity, useNow } from "@/shell/store/hooks.ts";
import { metres, minute_ms, minutes } from "@/shell/time/times.ts";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Request, Responder } from "muster/schema";
import { newest_place } from "./place.ts";
import type { Position } from "./place.ts";

const w = words({
    away: { en: "{distance} away", zh: "相距 {distance}" },
    old: { en: "position {min} min old", zh: "位置为 {min} 分钟前" },
    no_place: { en: "no position", zh: "无位置" },
    stands_by: { en: "stands by at {post}", zh: "在{post}待命" },
    better: { en: "better at {post}", zh: "宜调往{post}" },
});

export const responder_row_px = 52;
const stale_ms = 10 * minute_ms;

export function ResponderRow({ id, current }: { id: number; current: boolean }) {
    const responder = useEntity<Responder>("responders", id);
    if (!responder) return null;
    const { profile, status } = responder;
    return (
        <div className={`responder-row ${current ? "current" : ""}`}>
            <span className="row-line">
                <b className="name">{profile.name || `#${id}`}</b>
                <DutyMark status={status} word />
                <Work responder={responder} />
            </span>
            <span className="row-line">
                <About responder={responder} />
                <Where responder={responder} />
            </span>
        </div>
    );
}

// The request that he is bound to.
export function Work({ responder }: { responder: Responder }) {
    const desk = useDesk();
    const request = useEntity<Request>("requests", responder.request);
    useChanges(desk.services);
    if (!responder.request) return null;
    return (
        <span className="work">
            {request && <ClassMark urgency={request.urgency} size={11} />} #{responder.request}{" "}
            {request && desk.services.name(request.service)}
        </span>
    );
}

function Where({ responder }: { responder: Responder }) {
    const desk = useDesk();
    const fix = useEntity<Position>("positions", responder.id);
    useChanges(desk.desk);
    const now = useNow(15_000);
    const place = newest_place(responder, fix);
    if (!place) return <span className="where dim">{w.no_place()}</span>;
    const target = desk.request(desk.desk.open)?.place;
    const old = place.at ? now - place.at : 0;
    const parts = [
        target ? w.away({ distance: metres(distance_m(place.point, target)) }) : "",
        old > stale_ms ? `△ ${w.old({ min: minutes(old) })}` : "",
    ];
    return <span className="where dim">{parts.filter(Boolean).join(" · ")}</span>;
}

function About({ responder }: { responder: Responder }) {
    const desk = useDesk();
    useChanges(desk.posts);
    const { profile, standby, advised } = responder;
    const better = advised && desk.may(responder, "OrderStandby");
    const about = [
        better ? `→ ${w.better({ post: desk.posts.name(advised) })}` : "",
        standby ? w.stands_by({ post: desk.posts.name(standby) }) : "",
        enum_word("ResponderKind", profile.kind),
        ...(profile.skills ?? []).map((skill) => desk.names.name("skills", skill)),
    ];
    return <span className="about dim">{about.filter(Boolean).join(" · ")}</span>;
}
