// Whether the desk is told where the responder is, and what becomes of it.
import { Switch } from "react-aria-components/Switch";
import { useChanges } from "@/shell/store/hooks.ts";
import { clock } from "@/shell/time/times.ts";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import { useField } from "./field_console.ts";
import type { PositionState } from "./positions.ts";

const w = words({
    label: { en: "Tell where I am while on duty", zh: "值班时上报我的位置" },
    why: {
        en: "Whoever is nearest is asked first. Off duty nothing is told.",
        zh: "优先询问距离最近的人。下岗后不上报。",
    },
    asking: { en: "Waiting for this phone's position…", zh: "正在等待手机定位…" },
    on: { en: "Told at {time}.", zh: "{time} 已上报。" },
    refused: {
        en: "This browser may not know the position: allow it in its settings. Until then your usual place counts.",
        zh: "浏览器未获定位授权，请在设置中允许。在此之前按您的常驻位置计算。",
    },
    unavailable: {
        en: "This phone gives no position now. Your usual place counts.",
        zh: "手机目前无法定位，按您的常驻位置计算。",
    },
    doubted: { en: "The last position is not believed: {why}.", zh: "最近的位置未被采信：{why}。" },
});

export function PositionSwitch() {
    const field = useField();
    const { positions } = field;
    useChanges(positions);
    const doubted = field.field.known?.responder.doubted;
    const told: Record<PositionState, string> = {
        off: w.why(),
        asking: w.asking(),
        on: positions.sent_at ? w.on({ time: clock(positions.sent_at) }) : w.asking(),
        refused: w.refused(),
        unavailable: w.unavailable(),
    };
    return (
        <div className="position">
            <Switch
                className="switch"
                isSelected={positions.consent}
                onChange={(yes) => (positions.consent = yes)}
            >
                <span className="switch-mark" aria-hidden="true" />
                {w.label()}
            </Switch>
            <p className={positions.state === "refused" ? "problem" : "dim"} role="status">
                {told[positions.state]}
                {doubted && positions.state === "on" && (
                    <> {w.doubted({ why: enum_word("PositionDoubt", doubted.why) })}</>
                )}
            </p>
        </div>
    );
}
