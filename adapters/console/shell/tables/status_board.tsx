// A list as a board: a column for each status. A card is moved with the mouse or by keys (Enter picks
// it up, Tab goes from column to column, Enter puts it down); what can be done to it is then asked,
// because a status changes by a command and never by itself.
import { useState } from "react";
import { Button as CardButton } from "react-aria-components/Button";
import { GridList, GridListItem } from "react-aria-components/GridList";
import { useDragAndDrop } from "react-aria-components/useDragAndDrop";
import { is_empty, name_of, value_at } from "../model/values.ts";
import { model } from "../model/muster_model.ts";
import type { AnyEntity } from "../office/entity_book.ts";
import { useOffice } from "../office/office_console.ts";
import { useChanges } from "../store/hooks.ts";
import { enum_word } from "../words/named.ts";
import { chosen, words } from "../words/words.ts";
import { cell_of } from "./columns.ts";
import type { Column } from "./columns.ts";
import { row_key } from "./entity_table.tsx";
import { Value } from "./value.tsx";

const w = words({
    none: { en: "None", zh: "无" },
    actions: { en: "What to do with {name}", zh: "处理 {name}" },
    more: { en: "and {n} more: see the list", zh: "另有 {n} 项，请查看列表" },
});

const cards_shown = 40;
const card_type = "muster/card";

interface Props {
    label: string;
    path: string;
    field: string; // whose values are the columns
    values: readonly string[];
    set: string; // the enumeration
    rows: readonly AnyEntity[];
    facts: readonly Column[]; // on a card, below its name
    on_open(row: AnyEntity): void;
    on_move(row: AnyEntity, to: string): void; // "" = no column in particular
}

export function StatusBoard(props: Props) {
    const { label, field, values, rows } = props;
    // An empty column far from the work tells nothing; it is there while a card is moved.
    const [moving, move] = useState(false);
    const by_value = new Map<string, AnyEntity[]>(values.map((value) => [value, []]));
    for (const row of rows) by_value.get(String(value_at(row, field)))?.push(row);
    return (
        <div className={`board ${moving ? "moving" : ""}`} role="group" aria-label={label}>
            {values.map((value) => (
                <BoardColumn
                    key={value}
                    {...props}
                    value={value}
                    cards={by_value.get(value) ?? []}
                    on_moving={move}
                />
            ))}
        </div>
    );
}

interface ColumnProps extends Props {
    value: string;
    cards: readonly AnyEntity[];
    on_moving(moving: boolean): void;
}

function BoardColumn({
    set,
    value,
    cards,
    facts,
    rows,
    path,
    on_open,
    on_move,
    on_moving,
}: ColumnProps) {
    const { book } = useOffice();
    useChanges(book);
    const name = enum_word(set, value);
    const shown = cards.slice(0, cards_shown);
    const find = (key: string) => rows.find((row, i) => row_key(row, i) === key);
    const { dragAndDropHooks } = useDragAndDrop({
        getItems: (keys) =>
            [...keys].map((key) => ({ [card_type]: String(key), "text/plain": String(key) })),
        acceptedDragTypes: [card_type],
        getDropOperation: () => "move",
        onDragStart: () => on_moving(true),
        onDragEnd: () => on_moving(false),
        onRootDrop: async ({ items }) => {
            const [first] = items;
            if (first?.kind !== "text") return;
            const row = find(await first.getText(card_type));
            if (row) on_move(row, value);
        },
    });
    const title = (row: AnyEntity): string => {
        const own = name_of(row, chosen.language);
        if (own) return own;
        const of = row.member ? book.get("members", Number(row.member)) : null;
        return (of && name_of(of, chosen.language)) || `#${row.id}`;
    };
    return (
        <section className={`board-column ${cards.length === 0 ? "bare" : ""}`} data-path={path}>
            <h2>
                {name} <span className="count">{cards.length}</span>
            </h2>
            <GridList
                aria-label={name}
                className="board-cards"
                items={shown}
                dragAndDropHooks={dragAndDropHooks}
                dependencies={[book.version]}
                onAction={(key) => {
                    const row = find(String(key));
                    if (row) on_open(row);
                }}
                renderEmptyState={() => <p className="empty">{w.none()}</p>}
            >
                {(row) => (
                    <GridListItem
                        id={row_key(row, rows.indexOf(row))}
                        textValue={title(row)}
                        className="board-card"
                    >
                        <CardButton slot="drag" className="board-grip">
                            ⠿
                        </CardButton>
                        <div>
                            <b>{title(row)}</b>{" "}
                            <span className="dim">{row.id ? `#${row.id}` : ""}</span>
                            {facts.map((fact) => {
                                const said = cell_of(fact, row, (of, id) => book.get(of, id));
                                return (
                                    !is_empty(said, fact.field.type) && (
                                        <div key={fact.id} className="board-fact">
                                            <Value field={fact.field} value={said} link={false} />
                                        </div>
                                    )
                                );
                            })}
                        </div>
                        <CardButton
                            className="button quiet"
                            aria-label={w.actions({ name: title(row) })}
                            onPress={() => on_move(row, "")}
                        >
                            <span aria-hidden="true">⋯</span>
                        </CardButton>
                    </GridListItem>
                )}
            </GridList>
            {cards.length > shown.length && (
                <p className="hint">{w.more({ n: cards.length - shown.length })}</p>
            )}
        </section>
    );
}

// Whether a collection has a board: a field with the values of an enumeration.
export function board_field(
    path: string,
    wanted = "status",
): { field: string; set: string; values: readonly string[] } | null {
    const found = model.field_at(model.collection(path)?.type, wanted);
    if (found?.field.type.kind !== "enum") return null;
    const set = found.field.type.name ?? "";
    return { field: wanted, set, values: model.enum_values(set) };
}
