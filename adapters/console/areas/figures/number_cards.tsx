// Four numbers, each with what it was before.
import { useMemo } from "react";
import { duration, hour_minute } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import { CoverSeen, answer_trend, late_trend, open_trend } from "./figures.ts";
import type { Figures, Trend } from "./figures.ts";
import "./figures.css";

const w = words({
    title: { en: "Now", zh: "当前" },
    open: { en: "Open requests", zh: "未结请求" },
    open_more: { en: "{waiting} with nobody yet, {held} on hold", zh: "待派 {waiting}，挂起 {held}" },
    late: { en: "Late", zh: "超时" },
    late_more: { en: "a promise is broken and still owed", zh: "承诺时限已过仍未完成" },
    answer: { en: "Time until somebody came", zh: "到场用时" },
    answer_more: {
        en: "median of today, of {n}; nine of ten within {p90}",
        zh: "今日 {n} 件中位数；九成在 {p90} 内",
    },
    answer_none: { en: "nobody was reached today yet", zh: "今日尚无到场" },
    cover: { en: "Cover", zh: "覆盖率" },
    cover_more: { en: "of all demand within reach of who is free", zh: "空闲人员可及需求占比" },
    cover_none: { en: "The rules name no posts to cover.", zh: "规则中没有待命点。" },
    same: { en: "as at {time}", zh: "与 {time} 相同" },
    more: { en: "{by} more than at {time}", zh: "较 {time} 多 {by}" },
    less: { en: "{by} less than at {time}", zh: "较 {time} 少 {by}" },
    hour_same: { en: "last hour as the one from {time}", zh: "最近一小时与 {time} 起一小时相同" },
    hour_more: { en: "last hour {by} longer than the one from {time}", zh: "最近一小时较 {time} 起多 {by}" },
    hour_less: { en: "last hour {by} shorter than the one from {time}", zh: "最近一小时较 {time} 起少 {by}" },
    no_trend: { en: "no earlier figure today", zh: "今日暂无可比数据" },
});

const percent = (ppm: number): string => `${(ppm / 10_000).toFixed(1)} %`;
const points = (ppm: number): string => `${(ppm / 10_000).toFixed(1)} %`;

export function NumberCards({ figures }: { figures: Figures }) {
    const cover = useMemo(() => new CoverSeen(), []);
    const { all, answer, cover_ppm } = figures;
    const answers = answer_trend(figures);
    return (
        <section aria-label={w.title()}>
            <dl className="number-cards">
                <Card
                    name={w.open()}
                    value={String(all.open)}
                    more={w.open_more({ waiting: all.waiting, held: all.held })}
                    trend={trend_words(all.open, open_trend(figures), String)}
                />
                <Card
                    name={w.late()}
                    value={String(all.late)}
                    bad={all.late > 0}
                    more={w.late_more()}
                    trend={trend_words(all.late, late_trend(figures), String)}
                />
                <Card
                    name={w.answer()}
                    value={answer.answered > 0 ? duration(answer.median_ms) : "–"}
                    more={
                        answer.answered > 0
                            ? w.answer_more({ n: answer.answered, p90: duration(answer.p90_ms) })
                            : w.answer_none()
                    }
                    trend={trend_words(answers.now, answers, duration, {
                        same: w.hour_same,
                        more: w.hour_more,
                        less: w.hour_less,
                    })}
                />
                <Card
                    name={w.cover()}
                    value={cover_ppm === null ? "–" : percent(cover_ppm)}
                    more={cover_ppm === null ? w.cover_none() : w.cover_more()}
                    trend={cover_ppm === null ? null : trend_words(cover_ppm, cover.trend(figures), points)}
                />
            </dl>
        </section>
    );
}

interface TrendWords {
    text: string;
    mark: string; // ▲ ▼, so that it is told without its colour
    tone: "" | "good" | "bad";
}

function trend_words(
    now: number | null,
    { before, since, good }: Trend,
    word: (value: number) => string,
    say: Record<"same" | "more" | "less", (values: { by: string; time: string }) => string> = w,
): TrendWords {
    if (now === null || before === null) return { text: w.no_trend(), mark: "", tone: "" };
    const by = word(Math.abs(now - before));
    const time = hour_minute(since);
    if (now === before || by === word(0)) return { text: say.same({ by, time }), mark: "＝", tone: "" };
    const more = now > before;
    return {
        text: (more ? say.more : say.less)({ by, time }),
        mark: more ? "▲" : "▼",
        tone: more === (good === "more") ? "good" : "bad",
    };
}

interface CardProps {
    name: string;
    value: string;
    more: string;
    bad?: boolean;
    trend: TrendWords | null;
}

function Card({ name, value, more, bad = false, trend }: CardProps) {
    return (
        <div className="number-card">
            <dt>{name}</dt>
            <dd>
                <b className={bad ? "bad" : ""}>
                    {bad && "■ "}
                    {value}
                </b>
                <span className="dim">{more}</span>
                {trend && (
                    <span className={`trend ${trend.tone}`}>
                        {trend.mark} {trend.text}
                    </span>
                )}
            </dd>
        </div>
    );
}
