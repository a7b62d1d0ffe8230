// The slider over the stretch: its thumb is the time that is shown, its ticks are the alarms.
import { useEffect, useState } from "react";
import { Slider, SliderThumb, SliderTrack } from "react-aria-components/Slider";
import { useChanges } from "@/shell/store/hooks.ts";
import { clock, day, hour_minute } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import { useReplay } from "./replay_console.ts";
import { ticks_of } from "./stretch.ts";

const w = words({
    time: { en: "Time shown", zh: "显示时间" },
    alarms: {
        en: "{n, plural, =0 {No alarms} one {# alarm} other {# alarms}} from {from} to {until}",
        zh: "{from} 至 {until} 共 {n} 次告警",
    },
});

const step_ms = 1_000;
const second = (at: number): number => Math.round(at / step_ms) * step_ms;
const tallest = 4; // alarms in one tick

export function TimeSlider() {
    const { player, stretch } = useReplay();
    useChanges(player);
    useChanges(stretch);
    // While it is dragged nothing is asked for.
    const [dragged, drag] = useState(0);
    const { from, until, alarms } = stretch;
    const shown = dragged || second(player.at);
    // A stretch that has moved on meanwhile.
    useEffect(() => drag(0), [from]);
    if (!from) return null;
    const ticks = ticks_of(alarms, from, until);
    const low = second(from);
    const high = second(until);
    return (
        <div className="time-slider">
            <Slider
                aria-label={w.time()}
                minValue={low}
                maxValue={high}
                step={step_ms}
                value={Math.min(Math.max(shown, low), high)}
                onChange={(at) => drag(Number(at))}
                onChangeEnd={(at) => {
                    drag(0);
                    void player.seek(Number(at));
                }}
            >
                <SliderTrack className="time-track">
                    {({ state }) => (
                        <>
                            <div className="time-past" style={{ width: `${state.getThumbPercent(0) * 100}%` }} />
                            {ticks.map(({ place, count }) => (
                                <i
                                    key={place}
                                    className="time-tick"
                                    style={{
                                        left: `${place * 100}%`,
                                        height: `${40 + (60 * Math.min(count, tallest)) / tallest}%`,
                                    }}
                                />
                            ))}
                            <SliderThumb className="time-thumb" aria-valuetext={clock(shown)}>
                                <output>{clock(shown)}</output>
                            </SliderThumb>
                        </>
                    )}
                </SliderTrack>
            </Slider>
            <p className="time-ends dim">
                <time>
                    {day(from)} {hour_minute(from)}
                </time>
                <span>{w.alarms({ n: alarms.length, from: hour_minute(from), until: hour_minute(until) })}</span>
                <time>
                    {day(until)} {hour_minute(until)}
                </time>
            </p>
        </div>
    );
}
