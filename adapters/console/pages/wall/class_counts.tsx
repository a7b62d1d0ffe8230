// How many are open of each class, and how many of those are late.
import { urgencies } from "@/areas/requests/derive.ts";
import type { ClassCount } from "@/areas/requests/lists.ts";
import { ClassMark } from "@/shell/parts/marks.tsx";
import { words } from "@/shell/words/words.ts";
import type { Urgency } from "muster/schema";

const w = words({
    late: { en: "{n} late", zh: "{n} 超时" },
    in_time: { en: "in time", zh: "无超时" },
    none: { en: "none", zh: "无" },
});

export function ClassCounts({ counts }: { counts: Record<Urgency, ClassCount> }) {
    return (
        <ul className="count-list">
            {urgencies.map((urgency) => {
                const { open, late } = counts[urgency];
                return (
                    <li key={urgency} className={urgency}>
                        <ClassMark urgency={urgency} size={26} />
                        <b className="many">{open}</b>
                        <span className={late ? "late" : "dim"}>
                            {late ? `■ ${w.late({ n: late })}` : open ? w.in_time() : w.none()}
                        </span>
                    </li>
                );
            })}
        </ul>
    );
}
