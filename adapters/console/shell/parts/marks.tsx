// Shapes on a 16 x 16 grid: a class, a duty status and a channel are told without their colour.
import { enum_word } from "../words/named.ts";

export const class_shapes: Record<string, string> = {
    P0: "M5 1h6l4 4v6l-4 4H5l-4-4V5z",
    P1: "M8 1 15.5 14.5H.5z",
    P2: "M8 .5 15.5 8 8 15.5.5 8z",
    P3: "M2 2h12v12H2z",
    P4: "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13z",
};

export const duty_shapes: Record<string, string> = {
    available: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z",
    dispatched: "M3 2.5 14 8 3 13.5z",
    en_route: "M1 2.5 8 8 1 13.5zM8 2.5 15 8 8 13.5z",
    on_scene: "M2.5 2.5h11v11h-11z",
    clearing: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2zm0 2.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z",
    out_of_service:
        "M3.5 2 8 6.5 12.5 2 14 3.5 9.5 8l4.5 4.5-1.5 1.5L8 9.5 3.5 14 2 12.5 6.5 8 2 3.5z",
    off_duty: "M2 6.8h12v2.4H2z",
};

export const channel_shapes: Record<string, string> = {
    hotline:
        "M4.3 1.5 6 1.2l1.3 3.2-1.4 1.2c.7 1.7 2.6 3.6 4.4 4.5l1.3-1.5 3.2 1.4-.3 1.8c-.2 1.2-1 2-2.2 2C7 13.6 2.4 8.9 2.2 3.7c0-1.1.9-2 2.1-2.2z",
    card: "M1 3.5h14v9H1zM2.3 5v1.5h11.4V5zM2.5 9h4v1.5h-4z",
    button: "M8 1a7 7 0 1 1 0 14A7 7 0 0 1 8 1zm0 1.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6z",
    app: "M4.5 1h7v14h-7zM5.8 3v9h4.4V3z",
    web: "M1.5 2.5h13v11h-13zM3 5.5V12h10V5.5z",
    device: "M7.2 1h1.6v3.2H7.2zM3 4.5h10v8.5H3zM4.5 6v5.5h7V6zM6 8h4v1.5H6zM5 13.5h6V15H5z",
    console: "M1 2.5h14v9H9v2h3V15H4v-1.5h3v-2H1zM2.5 4v6h11V4z",
    survey: "M3 1h10v14H3zM4.5 2.5v11h7v-11zM6 4.5h4V6H6zm0 3h4V9H6z",
    system: "M7 1h2v2.2l1.9.8 1.5-1.6 1.4 1.4-1.6 1.5.8 1.7H15v2h-2l-.8 1.9 1.6 1.5-1.4 1.4-1.5-1.6L9 13v2H7v-2l-1.9-.8-1.5 1.6-1.4-1.4 1.6-1.5L3 9H1V7h2l.8-1.7-1.6-1.5 1.4-1.4L5.1 4 7 3.2zm1 4.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z",
};

function Shape({ path, size }: { path: string | undefined; size: number }) {
    return (
        <svg viewBox="0 0 16 16" width={size} height={size} fill="currentColor" aria-hidden="true">
            <path d={path ?? ""} />
        </svg>
    );
}

export function ClassMark({ urgency, size = 14 }: { urgency: string; size?: number }) {
    return (
        <span className={`class-mark ${urgency}`}>
            <Shape path={class_shapes[urgency]} size={size} />
            {urgency}
        </span>
    );
}

export function DutyMark({ status, word = false }: { status: string; word?: boolean }) {
    const name = enum_word("ResponderStatus", status);
    return (
        <span className={`duty-mark ${status}`} title={name}>
            <Shape path={duty_shapes[status]} size={12} />
            <span className={word ? "" : "unseen"}>{name}</span>
        </span>
    );
}

export function ChannelMark({ channel }: { channel: string }) {
    const name = enum_word("Channel", channel);
    return (
        <span className="channel-mark" title={name}>
            <Shape path={channel_shapes[channel]} size={13} />
            <span className="unseen">{name}</span>
        </span>
    );
}
