// How it stands now: four numbers with what they were, breaches to explain, and the day hour by hour.
import { HourCharts } from "@/areas/figures/hour_charts.tsx";
import { NumberCards } from "@/areas/figures/number_cards.tsx";
import { useFigures } from "@/areas/figures/use_figures.ts";
import { Breaches } from "@/areas/requests/breaches/breaches.tsx";
import { clock } from "@/shell/time/times.ts";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";

const w = words({
    title: { en: "Today", zh: "今日" },
    failed: { en: "The figures could not be read: {why}", zh: "指标读取失败：{why}" },
    shown: { en: "Shown: as at {time}.", zh: "当前显示 {time} 的数据。" },
    loading: { en: "Reading the figures…", zh: "正在读取指标…" },
});

export default function Today() {
    const { figures, problem } = useFigures();
    return (
        <div className="supervisor-page">
            <h2 className="unseen">{w.title()}</h2>
            {problem && (
                <p className="problem" role="alert">
                    ■ {w.failed({ why: problem_text(problem) })}{" "}
                    {figures && w.shown({ time: clock(figures.at) })}
                </p>
            )}
            {!figures && !problem && <p className="dim">{w.loading()}</p>}
            {figures && <NumberCards figures={figures} />}
            <Breaches />
            {figures && <HourCharts figures={figures} />}
        </div>
    );
}
