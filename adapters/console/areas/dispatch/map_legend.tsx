// What the shapes on the map mean.
import { ClassMark, DutyMark } from "@/shell/parts/marks.tsx";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import { urgencies } from "@/areas/requests/derive.ts";

const w = words({
    requests: { en: "Open requests", zh: "未结请求" },
    responders: { en: "Responders on duty", zh: "在岗服务人员" },
    cells: { en: "7/12: 7 free of 12 there", zh: "7/12：该处 12 人中 7 人空闲" },
    way: { en: "full line: way by road", zh: "实线：道路路线" },
    straight: { en: "broken line: direction only", zh: "虚线：仅表示方向" },
    candidates: { en: "rings: whom the engine would send, 1 first", zh: "圆环：系统推荐人选，1 为首选" },
});

// Those who are off duty are not on the map; "sent" and "on the way" look the same.
const shown = ["available", "en_route", "on_scene", "clearing", "out_of_service"];

// The class itself stands in its mark.
function class_word(urgency: string): string {
    const word = enum_word("Urgency", urgency);
    return word === urgency ? "" : word;
}

export function MapLegend() {
    return (
        <>
            <h3>{w.requests()}</h3>
            <ul>
                {urgencies.map((urgency) => (
                    <li key={urgency}>
                        <ClassMark urgency={urgency} /> {class_word(urgency)}
                    </li>
                ))}
            </ul>
            <h3>{w.responders()}</h3>
            <ul>
                {shown.map((status) => (
                    <li key={status}>
                        <DutyMark status={status} word />
                    </li>
                ))}
                <li>{w.cells()}</li>
                <li>{w.candidates()}</li>
                <li>{w.way()}</li>
                <li>{w.straight()}</li>
            </ul>
        </>
    );
}
