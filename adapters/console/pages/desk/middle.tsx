// The middle of the desk: the map, the board of responders, or both, as somebody likes it.
import { Suspense, lazy, useEffect, useState } from "react";
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import { useDesk } from "@/areas/requests/desk_console.ts";
import { Board } from "@/areas/responders/board.tsx";
import { Guard } from "@/shell/guard.tsx";
import { useChanges } from "@/shell/store/hooks.ts";
import { words } from "@/shell/words/words.ts";
import { useListsDrawn } from "./lists_drawn.ts";

// The lists are there before the map is loaded.
const DeskMapView = lazy(() => import("@/areas/dispatch/desk_map_view.tsx"));

const w = words({
    shown: { en: "Shown in the middle", zh: "中间显示" },
    map: { en: "Map", zh: "地图" },
    board: { en: "Responders", zh: "人员" },
    both: { en: "Both", zh: "两者" },
});

type Shown = "map" | "board" | "both";
const choices: readonly Shown[] = ["map", "board", "both"];
const stored = "muster.desk.middle";

function remembered(): Shown {
    const saved = localStorage.getItem(stored) as Shown | null;
    return saved && choices.includes(saved) ? saved : "both";
}

// `only`: on a screen of its own, which shows nothing else.
export function Middle({ only }: { only: "" | "map" | "board" }) {
    const desk = useDesk();
    const drawn = useListsDrawn();
    const [chosen, choose] = useState(remembered);
    useEffect(() => localStorage.setItem(stored, chosen), [chosen]);
    useChanges(desk.picker);
    // A form waits for a place on the map.
    const wanted: Shown = only || (desk.picker.active && chosen === "board" ? "map" : chosen);
    // A map that is asked for a place is wanted.
    useChanges(desk.desk);
    const { look_at } = desk.desk;
    useEffect(() => {
        if (look_at) choose((now) => (now === "board" ? "both" : now));
    }, [look_at]);
    return (
        <div className={`middle shows-${wanted}`}>
            {!only && (
                <ToggleButtonGroup
                    className="middle-choice"
                    aria-label={w.shown()}
                    selectionMode="single"
                    disallowEmptySelection
                    selectedKeys={[chosen]}
                    onSelectionChange={(keys) => choose([...keys][0] as Shown)}
                >
                    {choices.map((choice) => (
                        <ToggleButton
                            key={choice}
                            id={choice}
                            className={`button quiet ${choice}`}
                            data-of-both={chosen === "both" || undefined}
                        >
                            {w[choice]()}
                        </ToggleButton>
                    ))}
                </ToggleButtonGroup>
            )}
            {wanted !== "board" && (
                <div className="middle-map">
                    <Guard part>
                        <Suspense fallback={null}>{drawn && <DeskMapView />}</Suspense>
                    </Guard>
                </div>
            )}
            {wanted !== "map" && (
                <div className="middle-board">
                    <Guard part>{drawn && <Board />}</Guard>
                </div>
            )}
        </div>
    );
}
