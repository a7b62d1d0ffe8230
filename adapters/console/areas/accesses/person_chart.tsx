// How often somebody looked at one member, day by day.
import { Chart } from "@/shell/charts/chart.tsx";
import { FiguresTable } from "@/shell/charts/figures_table.tsx";
import { words } from "@/shell/words/words.ts";
import type { Access } from "./accesses.ts";
import { bars_of } from "./person.ts";
import type { Bar } from "./person.ts";

const w = words({
    told: {
        en: "Looked at, day by day from {first} to {last}: the most, {most}, on {day}. All numbers are in the table.",
        zh: "{first} 至 {last} 逐日查看次数：最多为 {day} 的 {most} 次。数据见表格。",
    },
    all: { en: "Times looked at", zh: "查看次数" },
    special: { en: "of these unmasked or taken out", zh: "其中解除脱敏或导出" },
    table: { en: "Days as a table", zh: "逐日数据表" },
    day: { en: "Day", zh: "日期" },
    span: { en: "{first} to {last}", zh: "{first} 至 {last}" },
});

const height_px = 150;

const span = ({ first, last }: Bar): string => (first === last ? first : w.span({ first, last }));

export default function PersonChart({ rows, from, to }: { rows: readonly Access[]; from: number; to: number }) {
    const bars = bars_of(rows, from, to);
    const [oldest, newest] = [bars[0], bars.at(-1)];
    if (!oldest || !newest) return null;
    const top = bars.reduce((a, b) => (b.times > a.times ? b : a));
    const special = bars.some((bar) => bar.special > 0);
    return (
        <div>
            <Chart
                label={w.told({ first: oldest.first, last: newest.last, most: top.times, day: span(top) })}
                x={bars.map(({ first }) => first.slice(5))}
                word={String}
                height={height_px}
                series={[
                    { name: w.all(), token: "--p3", values: bars.map(({ times }) => times || null), columns: true },
                    ...(special
                        ? [
                              {
                                  name: w.special(),
                                  token: "--bad",
                                  values: bars.map((bar) => bar.special || null),
                                  dots: true,
                              },
                          ]
                        : []),
                ]}
            />
            <details>
                <summary>{w.table()}</summary>
                <FiguresTable
                    scrolls
                    caption={w.table()}
                    heads={[w.day(), w.all(), w.special()]}
                    rows={bars
                        .filter(({ times }) => times > 0)
                        .reverse()
                        .map((bar) => [span(bar), bar.times, bar.special || "–"])}
                />
            </details>
        </div>
    );
}
