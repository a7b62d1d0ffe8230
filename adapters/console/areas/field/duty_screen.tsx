// Without work: off, free, getting ready, or out of service; going on duty and off, and until when.
import { useState } from "react";
import { Label } from "react-aria-components/Label";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { Button } from "@/shell/parts/button.tsx";
import { useNow } from "@/shell/store/hooks.ts";
import { duration, hour_minute, hour_ms, moment } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import { useField } from "./field_console.ts";
import { PositionSwitch } from "./position_switch.tsx";
import type { FieldState, Known } from "./work.ts";

const w = words({
    off: { en: "Off duty", zh: "未上岗" },
    off_text: { en: "You are not asked and not sent.", zh: "不会收到询问和派遣。" },
    out: { en: "Out of service", zh: "暂停服务" },
    out_text: { en: "You are not asked until you are free again.", zh: "恢复空闲前不会收到任务。" },
    free: { en: "Free", zh: "空闲" },
    free_text: {
        en: "Keep this page open: what comes rings here.",
        zh: "请保持此页面打开，有任务时会响铃。",
    },
    clearing: { en: "Getting ready", zh: "整理中" },
    clearing_text: { en: "Free again in {time}.", zh: "{time} 后恢复空闲。" },
    until: { en: "On duty until {time}", zh: "值班至 {time}" },
    no_end: { en: "On duty until you stop", zh: "值班中，直到您下岗" },
    standby: { en: "Please stand by at {post}.", zh: "请到{post}待命。" },
    how_long: { en: "For how long?", zh: "值班多久？" },
    hours: { en: "{n} h", zh: "{n} 小时" },
    open_end: { en: "until I stop", zh: "直到下岗" },
    hours_until: { en: "until {time}", zh: "至 {time}" },
    go_on: { en: "Go on duty", zh: "上岗" },
    go_off: { en: "Go off duty", zh: "下岗" },
    free_now: { en: "I am free now", zh: "我现在空闲" },
    pause: { en: "Pause", zh: "暂停" },
});

const lengths = [2, 4, 8, 0]; // hours; 0 = no end

export function DutyScreen({ known, state }: { known: Known; state: FieldState }) {
    const field = useField();
    const now = useNow();
    const [hours, set_hours] = useState("4");
    const { responder } = known;
    const may = field.may(responder, "SetDuty");
    const set_duty = (status: string, shift_until = responder.shift_until) =>
        field.act("SetDuty", { responder: responder.id, status, shift_until });
    const on = () => {
        const length = Number(hours);
        set_duty("available", length ? Math.round(field.city.now()) + length * hour_ms : 0);
    };
    const text: Partial<Record<FieldState, string>> = {
        off: w.off_text(),
        out: w.out_text(),
        free: w.free_text(),
        clearing: w.clearing_text({ time: duration(Math.max(0, responder.clear_until - now)) }),
    };
    return (
        <div className={`duty-screen ${state}`}>
            <header className="big-state">
                <h1>{w[state as "off" | "out" | "free" | "clearing"]()}</h1>
                <p>{text[state]}</p>
            </header>
            {state !== "off" && (
                <p className="until">
                    {responder.shift_until > 0
                        ? w.until({ time: moment(responder.shift_until, now).slice(0, -3) })
                        : w.no_end()}
                </p>
            )}
            {responder.standby && state === "free" && (
                <p className="standby">{w.standby({ post: field.posts.name(responder.standby) })}</p>
            )}
            <PositionSwitch />
            {may && (
                <div className="next">
                    {state === "off" ? (
                        <>
                            <RadioGroup value={hours} onChange={set_hours} orientation="horizontal">
                                <Label>{w.how_long()}</Label>
                                <div className="choices">
                                    {lengths.map((length) => (
                                        <Radio key={length} value={String(length)} className="choice">
                                            {length ? w.hours({ n: length }) : w.open_end()}
                                            {length > 0 && (
                                                <small>
                                                    {w.hours_until({ time: hour_minute(now + length * hour_ms) })}
                                                </small>
                                            )}
                                        </Radio>
                                    ))}
                                </div>
                            </RadioGroup>
                            <Button kind="primary" className="next-step" onPress={on}>
                                {w.go_on()}
                            </Button>
                        </>
                    ) : (
                        <>
                            {state !== "free" && (
                                <Button
                                    kind="primary"
                                    className="next-step"
                                    onPress={() => set_duty("available")}
                                >
                                    {w.free_now()}
                                </Button>
                            )}
                            <div className="two">
                                {state === "free" && (
                                    <Button onPress={() => set_duty("out_of_service")}>{w.pause()}</Button>
                                )}
                                <Button onPress={() => set_duty("off_duty", 0)}>{w.go_off()}</Button>
                            </div>
                        </>
                    )}
                </div>
            )}
        </div>
    );
}
