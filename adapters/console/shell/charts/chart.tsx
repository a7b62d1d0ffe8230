// Lines or columns over time. Its text alternative says what the table beside it shows in full, so that
// nobody needs the picture.
import { useEffect, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import "./charts.css";
import { on_theme } from "../look/theme.ts";

export interface Series {
    name: string;
    token: string; // of the palette: "--accent"
    values: readonly (number | null)[];
    columns?: boolean; // else a line
    dots?: boolean; // without a line between them
    dashed?: boolean; // told apart without its colour
}

interface Props {
    label: string;
    x: readonly string[]; // what stands below each place
    series: readonly Series[];
    word(value: number): string; // of the axis: "12", "3 min"
    height?: number; // in pixels
}

const height_px = 220;
const x_label_px = 52;

export function Chart({ label, x, series, word, height = height_px }: Props) {
    const place = useRef<HTMLDivElement>(null);
    // Colours are read from the palette when it is drawn.
    const [look, another] = useState(0);
    useEffect(() => on_theme(() => another((n) => n + 1)), []);
    const what = JSON.stringify([x, series]);
    useEffect(() => {
        const node = place.current;
        if (!node) return;
        const plot = new uPlot(
            options_of(x, series, word, node.clientWidth, height),
            [x.map((_, i) => i), ...series.map(({ values }) => [...values])] as uPlot.AlignedData,
            node,
        );
        const sizes = new ResizeObserver(() => {
            if (node.clientWidth > 0) plot.setSize({ width: node.clientWidth, height });
        });
        sizes.observe(node);
        return () => {
            sizes.disconnect();
            plot.destroy();
        };
        // `word` says the same of the same numbers.
    }, [what, look, height]);
    return (
        <figure className="chart">
            <div ref={place} role="img" aria-label={label} className="chart-place" style={{ minHeight: height }} />
            <figcaption className="chart-names" aria-hidden="true">
                {series.map(({ name, token, dashed, columns, dots }) => (
                    <span key={name}>
                        <i
                            className={columns ? "columns" : dots ? "dots" : dashed ? "dashed" : "line"}
                            style={{ color: `var(${token})` }}
                        />
                        {name}
                    </span>
                ))}
            </figcaption>
        </figure>
    );
}

function options_of(
    x: readonly string[],
    series: readonly Series[],
    word: (value: number) => string,
    width: number,
    height: number,
): uPlot.Options {
    const style = getComputedStyle(document.documentElement);
    const colour = (token: string): string => style.getPropertyValue(token).trim();
    const font = `12px ${colour("--sans") || "sans-serif"}`;
    const axis = { stroke: colour("--dim"), font, grid: { stroke: colour("--line"), width: 1 } };
    const columns = uPlot.paths.bars?.({ size: [0.7, 48] });
    return {
        width: Math.max(width, 100),
        height,
        legend: { show: false },
        cursor: { show: false },
        scales: {
            x: { time: false, range: [-0.5, Math.max(x.length - 0.5, 0.5)] },
            y: { range: (_plot, _low, high) => [0, Math.max(high || 0, 1) * 1.1] },
        },
        axes: [
            {
                ...axis,
                grid: { show: false },
                incrs: [1, 2, 3, 4, 6, 12, 24],
                space: x_label_px,
                values: (_plot, places) => places.map((at) => x[at] ?? ""),
            },
            {
                ...axis,
                size: 64,
                // Half a request there is not.
                incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 20_000, 100_000],
                values: (_plot, values) => values.map((value) => word(value)),
            },
        ],
        series: [
            {},
            ...series.map((one): uPlot.Series => {
                const stroke = colour(one.token);
                if (one.columns) return { stroke, fill: stroke, paths: columns, points: { show: false } };
                if (one.dots) return { stroke, paths: () => null, points: { show: true, size: 9, fill: stroke } };
                return {
                    stroke,
                    width: 2,
                    dash: one.dashed ? [6, 4] : undefined,
                    points: { show: true, size: 6, fill: stroke },
                };
            }),
        ],
    };
}
