// New P0 and P1 that nobody has opened: in the top layer of the page, above dialogs too, seen, read
// aloud and reachable from within a form.
import { useEffect, useRef } from "react";
import { ClassMark } from "@/shell/parts/marks.tsx";
import { Key } from "@/shell/parts/button.tsx";
import { useToldHeight } from "@/shell/parts/told_height.ts";
import { duration } from "@/shell/time/times.ts";
import { useChanges, useNow } from "@/shell/store/hooks.ts";
import { words } from "@/shell/words/words.ts";
import { useDesk } from "./desk_console.ts";
import type { Request } from "muster/schema";
import { open_alarm } from "./open_alarm.ts";
import { person_text } from "./person.tsx";

const w = words({
    title: { en: "New emergencies that nobody has opened", zh: "尚未处理的新紧急请求" },
    more: { en: "and {n} more", zh: "另有 {n} 条" },
    blocked: {
        en: "The browser blocks the sound until you press a key or click.",
        zh: "浏览器在您按键或点击前不会发声。",
    },
    said: { en: "New {urgency}: {service}, {place}", zh: "新的 {urgency}：{service}，{place}" },
    said_raised: { en: "Now {urgency}: {service}, {place}", zh: "升级为 {urgency}：{service}，{place}" },
    raised: { en: "raised", zh: "已升级" },
});

const rows_shown = 3;

// The first are the first to be opened; of more than have room the one that came last is in sight too.
function in_sight(list: readonly Request[], latest: Request | null): Request[] {
    const first = list.slice(0, rows_shown);
    const last = list.find(({ id }) => id === latest?.id);
    return last && !first.includes(last) ? [...first.slice(0, -1), last] : first;
}

export function AlarmStrip() {
    const desk = useDesk();
    const { alarms } = desk;
    useChanges(alarms);
    useChanges(alarms.sound);
    useChanges(desk.members);
    const strip = useRef<HTMLDivElement>(null);
    const list = alarms.list();
    const { latest } = alarms;
    const place = (request: Request) =>
        request.address || desk.members.get(request.member)?.profile.address || "–";

    // A popover is in the top layer: what is modal does not make it inert by lying above it.
    useEffect(() => {
        const node = strip.current;
        if (!node?.showPopover) return;
        if (list.length > 0 && !node.matches(":popover-open")) node.showPopover();
        if (list.length === 0 && node.matches(":popover-open")) node.hidePopover();
    });

    // What drops from the head of the page drops below the strip.
    useToldHeight(strip, "--alarm-strip-px");

    return (
        <div
            ref={strip}
            popover="manual"
            className="alarm-strip"
            role="region"
            aria-label={w.title()}
            // react-aria hides all around a dialog from screen readers, but not this.
            data-react-aria-top-layer="true"
        >
            <div role="alert" className="unseen">
                {/* Another one in the same words is said too. */}
                {latest && (
                    <span key={`${latest.id} ${latest.urgency}`}>
                        {(alarms.is_raised(latest.id) ? w.said_raised : w.said)({
                            urgency: latest.urgency,
                            service: desk.services.name(latest.service),
                            place: place(latest),
                        })}
                    </span>
                )}
            </div>
            {in_sight(list, latest).map((request, at) => (
                <button
                    key={request.id}
                    className={`alarm-row ${request.urgency}`}
                    aria-keyshortcuts={at === 0 ? "F1" : undefined}
                    onClick={() => open_alarm(desk, request.id)}
                >
                    <ClassMark urgency={request.urgency} />
                    <b>
                        {desk.services.name(request.service)} #{request.id}
                    </b>
                    {alarms.is_raised(request.id) && <b>▲ {w.raised()}</b>}
                    <Who request={request} />
                    <span className="place">{place(request)}</span>
                    {at === 0 && <Key>F1</Key>}
                </button>
            ))}
            {list.length > rows_shown && <p>{w.more({ n: list.length - rows_shown })}</p>}
            {list.length > 0 && alarms.sound.state() === "blocked" && <p>{w.blocked()}</p>}
        </div>
    );
}

function Who({ request }: { request: Request }) {
    const desk = useDesk();
    const now = useNow();
    const person = person_text(request, (id) => desk.members.get(id), now);
    return (
        <>
            <span>{person}</span>
            <time>{duration(Math.max(0, now - request.created_at))}</time>
        </>
    );
}
