// The day hour by hour: how many were open and late, and how soon somebody came.
import { Chart } from "@/shell/charts/chart.tsx";
import { FiguresTable } from "@/shell/charts/figures_table.tsx";
import { duration, hour_minute } from "@/shell/time/times.ts";
import { words } from "@/shell/words/words.ts";
import type { Figures } from "./figures.ts";

const w = words({
    counts: { en: "Requests by hour of today", zh: "今日各时段请求" },
    counts_text: {
        en: "Requests by hour: at most {most} open at the end of an hour, {late} late at most. All numbers are in the table.",
        zh: "各时段请求：时段末未结最多 {most} 件，超时最多 {late} 件。数据见表格。",
    },
    answers: { en: "Time until somebody came, by the hour in which the request came", zh: "到场用时（按请求到达时段）" },
    answers_text: {
        en: "Time until somebody came: the longest median of an hour is {most}. All numbers are in the table.",
        zh: "到场用时：各时段中位数最长为 {most}。数据见表格。",
    },
    from: { en: "From", zh: "时段" },
    came: { en: "Came", zh: "新增" },
    open: { en: "Open at its end", zh: "时段末未结" },
    late: { en: "Late at its end", zh: "时段末超时" },
    answered: { en: "Reached", zh: "到场数" },
    median: { en: "Median", zh: "中位数" },
    p90: { en: "Nine of ten within", zh: "九成以内" },
});

const minute_ms = 60_000;

export function HourCharts({ figures }: { figures: Figures }) {
    const { hours } = figures;
    const x = hours.map(({ from }) => hour_minute(from));
    const most = (values: readonly number[]): number => Math.max(0, ...values);
    const minutes = (ms: number, n: number): number | null => (n > 0 ? ms / minute_ms : null);
    const latest_first = [...hours].reverse();
    return (
        <>
            <section className="chart-and-table" aria-label={w.counts()}>
                <Chart
                    label={w.counts_text({
                        most: most(hours.map(({ open }) => open)),
                        late: most(hours.map(({ late }) => late)),
                    })}
                    x={x}
                    word={String}
                    series={[
                        { name: w.came(), token: "--p3", values: hours.map(({ came }) => came), columns: true },
                        { name: w.open(), token: "--text", values: hours.map(({ open }) => open) },
                        { name: w.late(), token: "--bad", values: hours.map(({ late }) => late), dashed: true },
                    ]}
                />
                <FiguresTable
                    scrolls
                    caption={w.counts()}
                    heads={[w.from(), w.came(), w.open(), w.late()]}
                    rows={latest_first.map(({ from, came, open, late }) => [hour_minute(from), came, open, late])}
                />
            </section>
            <section className="chart-and-table" aria-label={w.answers()}>
                <Chart
                    label={w.answers_text({ most: duration(most(hours.map(({ answer }) => answer.median_ms))) })}
                    x={x}
                    word={(value) => duration(value * minute_ms)}
                    series={[
                        {
                            name: w.median(),
                            token: "--accent",
                            values: hours.map(({ answer }) => minutes(answer.median_ms, answer.answered)),
                        },
                        {
                            name: w.p90(),
                            token: "--scene",
                            values: hours.map(({ answer }) => minutes(answer.p90_ms, answer.answered)),
                            dashed: true,
                        },
                    ]}
                />
                <FiguresTable
                    scrolls
                    caption={w.answers()}
                    heads={[w.from(), w.answered(), w.median(), w.p90()]}
                    rows={latest_first.map(({ from, answer }) => [
                        hour_minute(from),
                        answer.answered,
                        answer.answered > 0 ? duration(answer.median_ms) : "–",
                        answer.answered > 0 ? duration(answer.p90_ms) : "–",
                    ])}
                />
            </section>
        </>
    );
}
