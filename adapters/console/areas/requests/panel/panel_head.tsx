// What it is, whose, and the promise that counts now.
import { Button } from "@/shell/parts/button.tsx";
import { ChannelMark, ClassMark } from "@/shell/parts/marks.tsx";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import { moment } from "@/shell/time/times.ts";
import { useNow } from "@/shell/store/hooks.ts";
import type { Request } from "muster/schema";
import { useDesk } from "../desk_console.ts";
import { Timer } from "../timer.tsx";
import { is_ended } from "../derive.ts";
import { RequestLink } from "./request_link.tsx";

const w = words({
    close: { en: "Back to the list", zh: "返回列表" },
    mine: { en: "taken by me", zh: "由我受理" },
    taken: { en: "taken by {who}", zh: "受理：{who}" },
    nobodys: { en: "nobody has taken it", zh: "尚无人受理" },
    into: { en: "Merged into", zh: "已并入" },
    to: { en: "Transferred to {to}", zh: "已转交 {to}" },
    until: { en: "until {time}", zh: "至 {time}" },
    received: { en: "received {time}", zh: "{time} 接收" },
});

export function PanelHead({ request }: { request: Request }) {
    const desk = useDesk();
    const now = useNow(60_000);
    const { owner } = request;
    const whose = !owner
        ? w.nobodys()
        : owner === desk.identity.name
          ? w.mine()
          : w.taken({ who: owner });
    return (
        <header className="panel-head">
            <h2>
                <ClassMark urgency={request.urgency} />
                <span className="service">{desk.services.name(request.service)}</span>
                <span className="number">#{request.id}</span>
            </h2>
            <p className="panel-status">
                <b>{enum_word("RequestStatus", request.status)}</b>
                {request.status === "held" && w.until({ time: moment(request.held_until, now) })}
                {(owner || !is_ended(request)) && (
                    <span className={owner ? "" : "nobody"}>{whose}</span>
                )}
                <span className="dim">
                    <ChannelMark channel={request.channel} />{" "}
                    {w.received({ time: moment(request.created_at, now) })}
                </span>
                {!is_ended(request) && <Timer request={request} />}
            </p>
            {request.merged_into > 0 && (
                <p className="box">
                    {w.into()} <RequestLink id={request.merged_into} />
                </p>
            )}
            {request.transferred_to && (
                <p className="box">{w.to({ to: request.transferred_to })}</p>
            )}
            <Button
                kind="quiet"
                className="panel-close"
                hot_key="Esc"
                onPress={() => desk.close_request()}
            >
                <span className="unseen">{w.close()}</span>
                <span aria-hidden="true">✕</span>
            </Button>
        </header>
    );
}
