// On a screen with room for one column only: which part of the desk it shows.
import { ToggleButton } from "react-aria-components/ToggleButton";
import { ToggleButtonGroup } from "react-aria-components/ToggleButtonGroup";
import { Key, announcing } from "@/shell/parts/button.tsx";
import { words } from "@/shell/words/words.ts";
import { key_of_part } from "./part_keys.ts";

const w = words({
    parts: { en: "Parts of the desk", zh: "调度台分区" },
    queue: { en: "Requests", zh: "请求列表" },
    middle: { en: "Map, responders", zh: "地图、人员" },
    panel: { en: "Open request", zh: "请求详情" },
});

export type Part = "queue" | "middle" | "panel";
const parts: readonly Part[] = ["queue", "middle", "panel"];

export function NarrowTabs({ part, on_change }: { part: Part; on_change(part: Part): void }) {
    return (
        <nav className="narrow-tabs" aria-label={w.parts()}>
            <ToggleButtonGroup
                aria-label={w.parts()}
                selectionMode="single"
                disallowEmptySelection
                selectedKeys={[part]}
                onSelectionChange={(keys) => on_change([...keys][0] as Part)}
            >
                {parts.map((name) => (
                    <ToggleButton
                        key={name}
                        id={name}
                        className="button quiet"
                        render={announcing(key_of_part[name])}
                    >
                        {w[name]()}
                        <Key>{key_of_part[name]}</Key>
                    </ToggleButton>
                ))}
            </ToggleButtonGroup>
        </nav>
    );
}
