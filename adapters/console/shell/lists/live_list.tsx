// A long list that changes all the time, of which only the rows in sight exist: a listbox whose focus
// stays on it while aria-activedescendant names the current row. Its order is held while somebody is
// at it (held_order.ts).
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useId, useRef } from "react";
import type { KeyboardEvent, ReactNode } from "react";
import { Button } from "../parts/button.tsx";
import { words } from "../words/words.ts";
import { useHeldOrder } from "./held_order.ts";

const w = words({
    new_ones: {
        en: "{n, plural, one {# new} other {# new}}: show",
        zh: "新增 {n} 条：显示",
    },
});

interface Props {
    label: string;
    ids: readonly number[];
    row_px: number;
    current: number; // 0 = none
    empty: string;
    // One row. It is drawn anew only when its entity is, so it follows that by itself (useEntity).
    Row: (props: { id: number; current: boolean }) => ReactNode;
    on_move(id: number): void;
    on_open(id: number): void;
    className?: string;
}

export function LiveList({ label, ids, row_px, current, empty, Row, on_move, on_open, className = "" }: Props) {
    const scroller = useRef<HTMLDivElement>(null);
    const name = useId();
    const held = useHeldOrder(ids);
    const rows = useVirtualizer({
        count: held.ids.length,
        getScrollElement: () => scroller.current,
        estimateSize: () => row_px,
        getItemKey: (index) => held.ids[index] ?? index,
        overscan: 4,
    });
    const at = held.ids.indexOf(current);

    // The current row comes into sight when it becomes that, and not each time the list changes.
    useEffect(() => {
        if (at >= 0) rows.scrollToIndex(at, { align: "auto" });
        // Of the other values it must not depend.
    }, [current]);

    const move = (step: number) => {
        if (held.ids.length === 0) return;
        // The first step down goes to the first row, not to the second.
        const from = at < 0 && step > 0 ? -1 : Math.max(0, at);
        const next = Math.max(0, Math.min(held.ids.length - 1, from + step));
        const id = held.ids[next];
        if (id !== undefined) on_move(id);
    };
    const key_down = (event: KeyboardEvent) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / row_px) - 1);
        const steps: Record<string, number> = {
            ArrowDown: 1,
            ArrowUp: -1,
            PageDown: page,
            PageUp: -page,
            Home: -held.ids.length,
            End: held.ids.length,
        };
        const step = steps[event.key];
        if (step !== undefined) move(step);
        else if (event.key === "Enter" && at >= 0) on_open(current);
        else return;
        held.handlers.onKeyDown();
        event.preventDefault();
        event.stopPropagation();
    };

    return (
        <div className={`live-list ${className}`} {...held.handlers} onKeyDown={undefined}>
            {held.waiting > 0 && (
                <Button kind="quiet" className="new-ones" onPress={held.release}>
                    {w.new_ones({ n: held.waiting })}
                </Button>
            )}
            {/* Beside the list: in a listbox there are options only. */}
            {held.ids.length === 0 && <p className="empty">{empty}</p>}
            <div
                ref={scroller}
                className="live-list-scroller"
                role="listbox"
                tabIndex={0}
                aria-label={label}
                aria-activedescendant={at >= 0 ? `${name}-${current}` : undefined}
                onKeyDown={key_down}
            >
                <div className="live-list-space" role="presentation" style={{ height: rows.getTotalSize() }}>
                    {rows.getVirtualItems().map(({ index, key, start }) => {
                        const id = held.ids[index];
                        if (id === undefined) return null;
                        return (
                            <div
                                key={key}
                                id={`${name}-${id}`}
                                role="option"
                                aria-selected={id === current}
                                aria-setsize={held.ids.length}
                                aria-posinset={index + 1}
                                data-id={id}
                                className="live-row"
                                style={{ height: row_px, transform: `translateY(${start}px)` }}
                                onClick={() => on_open(id)}
                            >
                                <MemoRow Row={Row} id={id} current={id === current} />
                            </div>
                        );
                    })}
                </div>
            </div>
        </div>
    );
}

const MemoRow = memo(function MemoRow({ Row, id, current }: Pick<Props, "Row"> & { id: number; current: boolean }) {
    return <Row id={id} current={current} />;
});
