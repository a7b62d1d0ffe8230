// A question that fills the screen: how far, how long, how much time to answer; Accept is the lower half.
import { Button } from "@/shell/parts/button.tsx";
import { useNow } from "@/shell/store/hooks.ts";
import { metres, minutes } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import type { Offer } from "muster/schema";
import { useField } from "./field_console.ts";
import { Ring } from "./ring.tsx";
import { share_left } from "./work.ts";

const w = words({
    title: { en: "Somebody near you needs help", zh: "附近有人需要帮助" },
    can_you: { en: "Can you go now?", zh: "您现在能去吗？" },
    minutes: { en: "{n} min", zh: "{n} 分钟" },
    away: { en: "away", zh: "距离" },
    to_go: { en: "to get there", zh: "预计到达" },
    left: { en: "{n, plural, one {# second} other {# seconds}} to answer", zh: "请在 {n} 秒内应答" },
    accept: { en: "Accept", zh: "接受" },
    decline: { en: "Decline", zh: "不能去" },
    accepting: { en: "Accepted. Being sent…", zh: "已接受，正在发送…" },
    declining: { en: "Declined. Being sent…", zh: "已谢绝，正在发送…" },
    unsent: {
        en: "It is not sent yet: there is no net. It is sent as soon as there is.",
        zh: "尚未发送：没有网络。网络恢复后会立即发送。",
    },
});

export function OfferScreen({ offer }: { offer: Offer }) {
    const field = useField();
    const now = useNow();
    const seconds = Math.max(0, Math.ceil((offer.offer_deadline - now) / 1000));
    const answered = field.pressed().find(({ body }) => body.offer === offer.id);
    const held_up = answered !== undefined && field.outbox.held_up;
    return (
        <div className="offer-screen">
            <div className="offer-facts">
                <h1>{w.title()}</h1>
                <div className="offer-figures">
                    <Ring
                        share={share_left(offer, now)}
                        seconds={seconds}
                        label={w.left({ n: seconds })}
                    />
                    <dl>
                        <div>
                            <dt>{w.to_go()}</dt>
                            <dd>{w.minutes({ n: minutes(offer.eta_ms) })}</dd>
                        </div>
                        <div>
                            <dt>{w.away()}</dt>
                            <dd>{metres(offer.distance_m)}</dd>
                        </div>
                    </dl>
                </div>
                <p>{w.can_you()}</p>
                {!answered && (
                    <Button
                        className="decline"
                        onPress={() => field.act("DeclineOffer", { offer: offer.id })}
                    >
                        {w.decline()}
                    </Button>
                )}
            </div>
            {answered ? (
                <div className="accept answered" role="status">
                    <b>{answered.command === "AcceptOffer" ? w.accepting() : w.declining()}</b>
                    {held_up && <span>{w.unsent()}</span>}
                </div>
            ) : (
                <Button
                    kind="primary"
                    className="accept"
                    onPress={() => field.act("AcceptOffer", { offer: offer.id })}
                >
                    {w.accept()}
                </Button>
            )}
        </div>
    );
}
