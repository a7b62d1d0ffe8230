// All responders: filters, the list, and the card of the one that is picked. While a request with a
// place is open the nearest who may be sent come first.
import { useEffect, useState } from "react";
import { useDesk } from "@/areas/requests/desk_console.ts";
import { LiveList } from "@/shell/lists/live_list.tsx";
import { useChanges, useView } from "@/shell/store/hooks.ts";
import { words } from "@/shell/words/words.ts";
import type { Responder } from "muster/schema";
import { BoardFilters } from "./board_filters.tsx";
import { board_of, no_filter, same_board } from "./board_list.ts";
import { place_of } from "./place.ts";
import { ResponderCard } from "./responder_card.tsx";
import { ResponderRow, responder_row_px } from "./responder_row.tsx";
import "./responders.css";

const w = words({
    list: { en: "Responders", zh: "服务人员" },
    nobody: { en: "No responder matches.", zh: "没有符合条件的人员。" },
    nearest: {
        en: "Nearest to #{id} first, by the straight line.",
        zh: "按与 #{id} 的直线距离由近到远排列。",
    },
});

// Where somebody is changes all the time, and his place in the list need not at once.
const every_ms = 1_000;

export function Board() {
    const desk = useDesk();
    const { desk: state } = desk;
    useChanges(state);
    const [filter, set_filter] = useState(no_filter);
    useChanges(desk.off_duty);
    const wanted = filter.duty === "off_duty" || filter.text !== "";
    useEffect(() => {
        if (wanted) void desk.off_duty.read_all();
    }, [wanted]);
    const near = desk.request(state.open)?.place ?? null;
    const board = useView(
        near ? ["responders", "positions"] : ["responders"],
        () =>
            board_of(
                desk.store.all<Responder>("responders").values(),
                filter,
                near,
                (responder) => place_of(desk.store, responder)?.point,
            ),
        [filter, near?.lat, near?.lon],
        { every_ms, same: same_board },
    );
    return (
        <div className="board">
            <BoardFilters
                filter={filter}
                board={board}
                off_duty_known={desk.off_duty.known}
                on_change={set_filter}
            />
            {near && <p className="board-hint dim">{w.nearest({ id: state.open })}</p>}
            <LiveList
                label={w.list()}
                ids={board.ids}
                row_px={responder_row_px}
                current={state.responder}
                empty={w.nobody()}
                Row={ResponderRow}
                on_move={(id) => state.set({ responder: id })}
                on_open={(id) => state.set({ responder: id })}
            />
            {state.responder > 0 && (
                <ResponderCard
                    id={state.responder}
                    on_close={() => state.set({ responder: 0 })}
                />
            )}
        </div>
    );
}
