// A map on the page with what belongs to each: buttons, scale, whose data it is, a legend if given.
import { useEffect, useRef } from "react";
import type { KeyboardEvent, ReactNode } from "react";
import { Button } from "../parts/button.tsx";
import { useChanges } from "../store/hooks.ts";
import { words } from "../words/words.ts";
import type { CityMap } from "./city_map.ts";
import type { PlacePicker } from "./place_picker.ts";
import { ScaleLine } from "./scale_line.tsx";
import "./map.css";

const w = words({
    closer: { en: "Zoom in", zh: "放大" },
    farther: { en: "Zoom out", zh: "缩小" },
    all: { en: "Show everything", zh: "显示全部" },
    legend: { en: "Legend", zh: "图例" },
    roads: { en: "Roads: {source}", zh: "道路数据：{source}" },
    pick: {
        en: "Click the place. Or move it under the cross with the arrow keys and press Enter. Esc gives up.",
        zh: "请点击地点；也可用方向键把地点移到十字处，再按回车键。按 Esc 放弃。",
    },
    keys: {
        en: "Arrow keys move the map, plus and minus zoom, 0 shows everything.",
        zh: "方向键移动地图，加减号缩放，0 显示全部。",
    },
});

// Four corners: all that lies within.
const frame_shape = "M1 5V1h4M11 1h4v4M15 11v4h-4M5 15H1v-4";

interface Props {
    map: CityMap;
    label: string; // also says where the same is told in words
    on_all(): void;
    picker?: PlacePicker;
    legend?: ReactNode;
    tools?: boolean;
}

export function MapView({ map, label, on_all, picker, legend, tools = true }: Props) {
    const node = useRef<HTMLDivElement>(null);
    useChanges(map);
    useEffect(() => (node.current ? map.show_in(node.current) : undefined), [map]);
    const key_down = (event: KeyboardEvent) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key === "0") on_all();
        else if (event.key === "Enter" && map.picking) map.picking(map.centre);
        else return;
        event.preventDefault();
        event.stopPropagation();
    };
    return (
        <div className="map-view">
            <div
                ref={node}
                className="map-canvas"
                role={tools ? "application" : "img"}
                tabIndex={tools ? 0 : undefined}
                aria-label={tools ? `${label} ${w.keys()}` : label}
                onKeyDown={key_down}
            />
            {picker && <Picking map={map} picker={picker} node={node} />}
            {tools && (
                <div className="map-tools">
                    <Button aria-label={w.closer()} hot_key="+" onPress={() => map.zoom_by(1)}>
                        {""}
                    </Button>
                    <Button aria-label={w.farther()} hot_key="-" onPress={() => map.zoom_by(-1)}>
                        {""}
                    </Button>
                    <Button hot_key="0" onPress={on_all}>
                        <span className="unseen">{w.all()}</span>
                        <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
                            <path d={frame_shape} fill="none" stroke="currentColor" strokeWidth="2" />
                        </svg>
                    </Button>
                </div>
            )}
            <div className="map-foot">
                <ScaleLine map={map} />
                {map.attribution && (
                    <small className="map-source">{w.roads({ source: map.attribution })}</small>
                )}
            </div>
            {legend && (
                <details className="map-legend">
                    <summary>{w.legend()}</summary>
                    {legend}
                </details>
            )}
        </div>
    );
}

// While a form waits for a place: what to do stands on the map, and the keys reach it.
function Picking({
    map,
    picker,
    node,
}: {
    map: CityMap;
    picker: PlacePicker;
    node: { readonly current: HTMLElement | null };
}) {
    useChanges(picker);
    const { active } = picker;
    useEffect(() => {
        if (!active) return;
        const before = document.activeElement;
        map.picking = (point) => picker.answer(point);
        node.current?.focus();
        return () => {
            map.picking = null;
            if (before instanceof HTMLElement) before.focus();
        };
    }, [map, picker, active]);
    if (!active) return null;
    return (
        <>
            <p className="map-banner" role="status">
                {w.pick()}
            </p>
            <span className="map-cross" aria-hidden="true" />
        </>
    );
}
