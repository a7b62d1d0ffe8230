// The lists of the desk, one above the other; each can be folded to its heading.
import { useState } from "react";
import { LiveList } from "@/shell/lists/live_list.tsx";
import { useChanges } from "@/shell/store/hooks.ts";
import { words } from "@/shell/words/words.ts";
import { useDesk } from "./desk_console.ts";
import type { Lists } from "./lists.ts";
import { RequestRow, request_row_px } from "./request_row.tsx";

const w = words({
    needs_me: { en: "Needs me", zh: "待处理" },
    under_way: { en: "Under way", zh: "处理中" },
    closed: { en: "Recently closed", zh: "最近办结" },
    quiet: { en: "Nothing needs you. All quiet.", zh: "暂无待处理请求。" },
    none: { en: "None.", zh: "无。" },
});

type Name = "needs_me" | "under_way" | "closed";
const names: readonly Name[] = ["needs_me", "under_way", "closed"];

export function Queue({ lists }: { lists: Lists }) {
    const desk = useDesk();
    useChanges(desk.desk);
    const [folded, fold] = useState<readonly Name[]>(["closed"]);
    return (
        <div className="queue">
            {names.map((name) => {
                const shown = !folded.includes(name);
                return (
                    <section key={name} className={`queue-part ${shown ? "shown" : ""}`}>
                        <h2>
                            <button
                                className="fold"
                                aria-expanded={shown}
                                onClick={() =>
                                    fold(shown ? [...folded, name] : folded.filter((n) => n !== name))
                                }
                            >
                                {w[name]()} <span className="count">{lists[name].length}</span>
                            </button>
                        </h2>
                        {shown && (
                            <LiveList
                                label={w[name]()}
                                ids={lists[name]}
                                row_px={request_row_px}
                                current={desk.desk.cursor}
                                empty={name === "needs_me" ? w.quiet() : w.none()}
                                Row={RequestRow}
                                on_move={(id) => desk.desk.set({ cursor: id })}
                                on_open={(id) => desk.open_request(id)}
                            />
                        )}
                    </section>
                );
            })}
        </div>
    );
}
