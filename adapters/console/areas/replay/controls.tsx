// What moves the time of the replay: play and pause, speed, record by record, alarm by alarm, and a
// slider over a stretch of time with the alarms in it.
import { useEffect, useState } from "react";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import { MomentInput } from "@/shell/forms/date_input.tsx";
import { useShortcuts } from "@/shell/keys/shortcuts.ts";
import { Button } from "@/shell/parts/button.tsx";
import { useChanges } from "@/shell/store/hooks.ts";
import { from_wall, hour_ms, to_wall } from "@/shell/time/times.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";
import { speeds } from "./player.ts";
import { useReplay } from "./replay_console.ts";
import { lengths_h } from "./stretch.ts";
import { TimeSlider } from "./time_slider.tsx";

const w = words({
    controls: { en: "Replay", zh: "回放" },
    play: { en: "Play", zh: "播放" },
    pause: { en: "Pause", zh: "暂停" },
    step: { en: "Next event", zh: "下一事件" },
    step_back: { en: "Event before", zh: "上一事件" },
    alarm: { en: "Next alarm", zh: "下一告警" },
    alarm_before: { en: "Alarm before", zh: "上一告警" },
    speed: { en: "Speed", zh: "速度" },
    times: { en: "{n}×", zh: "{n}×" },
    length: { en: "Stretch shown", zh: "显示时段" },
    hours: { en: "{n} h", zh: "{n} 小时" },
    at: { en: "Go to", zh: "跳转到" },
    go: { en: "Show", zh: "显示" },
    loading: { en: "Reading the log…", zh: "正在读取日志…" },
    end: { en: "The log ends here.", zh: "日志到此为止。" },
});

const tick_ms = 100;

export function ReplayControls() {
    const { player, stretch } = useReplay();
    useChanges(player);
    useChanges(stretch);
    const { playing } = player;
    useEffect(() => {
        if (!playing) return;
        let last = performance.now();
        const timer = window.setInterval(() => {
            const now = performance.now();
            player.tick(now - last);
            last = now;
        }, tick_ms);
        return () => window.clearInterval(timer);
    }, [player, playing]);
    // The slider follows what plays.
    useEffect(() => {
        if (player.at) stretch.show(player.at);
    }, [player.at > stretch.until || player.at < stretch.from]);

    const toggle = () => (playing ? player.pause() : player.play());
    const go_alarm = (alarm: { at: number } | undefined) => alarm && void player.seek(alarm.at);
    useShortcuts([
        { key: " ", label: w.play, run: toggle },
        { key: ".", label: w.step, repeats: true, run: () => void player.step() },
        { key: ",", label: w.step_back, repeats: true, run: () => void player.step_back() },
        { key: "]", label: w.alarm, run: () => go_alarm(stretch.next_alarm(player.at)) },
        { key: "[", label: w.alarm_before, run: () => go_alarm(stretch.alarm_before(player.at)) },
    ]);
    const problem = player.problem ?? stretch.problem;
    return (
        <section className="replay-controls" aria-label={w.controls()}>
            <div className="replay-buttons">
                <Button kind="primary" hot_key="Space" onPress={toggle}>
                    {playing ? w.pause() : w.play()}
                </Button>
                <Button hot_key="," onPress={() => void player.step_back()}>
                    {w.step_back()}
                </Button>
                <Button hot_key="." onPress={() => void player.step()}>
                    {w.step()}
                </Button>
                <Button
                    hot_key="["
                    isDisabled={!stretch.alarm_before(player.at)}
                    onPress={() => go_alarm(stretch.alarm_before(player.at))}
                >
                    {w.alarm_before()}
                </Button>
                <Button
                    hot_key="]"
                    isDisabled={!stretch.next_alarm(player.at)}
                    onPress={() => go_alarm(stretch.next_alarm(player.at))}
                >
                    {w.alarm()}
                </Button>
                <Choice
                    label={w.speed()}
                    values={speeds}
                    value={player.speed}
                    word={(n) => w.times({ n })}
                    on_change={(speed) => player.set_speed(speed)}
                />
                <Choice
                    label={w.length()}
                    values={lengths_h}
                    value={stretch.length / hour_ms}
                    word={(n) => w.hours({ n })}
                    on_change={(hours) => stretch.set_length(hours * hour_ms, player.at)}
                />
                <GoTo />
                <p role="status" className="replay-state">
                    {player.loading ? w.loading() : player.at > 0 && player.at_end ? w.end() : ""}
                </p>
            </div>
            <TimeSlider />
            {problem && (
                <p className="replay-problem" role="alert">
                    ■ {problem_text(problem)}
                </p>
            )}
        </section>
    );
}

interface ChoiceProps {
    label: string;
    values: readonly number[];
    value: number;
    word(value: number): string;
    on_change(value: number): void;
}

function Choice({ label, values, value, word, on_change }: ChoiceProps) {
    return (
        <ToggleButtonGroup
            className="replay-choice"
            aria-label={label}
            selectionMode="single"
            disallowEmptySelection
            selectedKeys={[value]}
            onSelectionChange={(keys) => on_change(Number([...keys][0]))}
        >
            {values.map((one) => (
                <ToggleButton key={one} id={one} className="button quiet">
                    {word(one)}
                </ToggleButton>
            ))}
        </ToggleButtonGroup>
    );
}

function GoTo() {
    const { player, stretch } = useReplay();
    const [typed, type] = useState("");
    const shown = typed || (player.at ? to_wall(player.at) : "");
    const go = () => {
        const at = from_wall(shown);
        type("");
        if (!at) return;
        void player.seek(at).then(() => stretch.show(player.at));
    };
    return (
        <form
            className="replay-go"
            onSubmit={(event) => {
                event.preventDefault();
                go();
            }}
        >
            <MomentInput label={w.at()} value={shown} on_change={type} />
            <Button type="submit">{w.go()}</Button>
        </form>
    );
}
