// A list as a table: sorted by any column, fifty rows at a time. A row opens with Enter or a click.
import { useState } from "react";
import type { ReactNode } from "react";
import { Cell, Column as HeadCell, Row, Table, TableBody, TableHeader } from "react-aria-components/Table";
import type { Selection } from "react-aria-components/GridList";
import type { SortDescriptor } from "react-aria-components/Table";
import { name_of } from "../model/values.ts";
import type { Entity } from "../model/values.ts";
import { model } from "../model/muster_model.ts";
import { useOffice } from "../office/office_console.ts";
import { Button } from "../parts/button.tsx";
import { useChanges } from "../store/hooks.ts";
import { chosen, locale, words } from "../words/words.ts";
import { ChooseBox } from "./choose_box.tsx";
import { cell_of, is_short, is_wide } from "./columns.ts";
import type { Column } from "./columns.ts";
import { field_label } from "./field_label.ts";
import { rank_by, sorted } from "./sorting.ts";
import type { Sort } from "./sorting.ts";
import { Value, is_figure } from "./value.tsx";

const w = words({
    rows: { en: "{from}–{to} of {all}", zh: "第 {from}–{to} 条，共 {all} 条" },
    before: { en: "Previous", zh: "上一页" },
    next: { en: "Next", zh: "下一页" },
});

const rows_shown = 50;

interface Props {
    label: string;
    columns: readonly Column[];
    rows: readonly Entity[];
    sort: Sort | null;
    empty: string;
    current?: number; // the id of the row that is open
    on_sort(sort: Sort): void;
    on_open(row: Entity): void;
    // Where several can be chosen for one command.
    chosen_ids?: ReadonlySet<string>;
    on_choose?(ids: ReadonlySet<string>): void;
    more?: ReactNode; // the way to what was not read yet
}

// Made lists have lines without an id: their place stands for it.
export const row_key = (row: Entity, place: number): string =>
    row.id ? String(row.id) : `line-${place}`;

function useSorted(
    rows: readonly Entity[],
    columns: readonly Column[],
    sort: Sort | null,
): readonly Entity[] {
    const { book, codes } = useOffice();
    useChanges(codes);
    const column = columns.find(({ id }) => id === sort?.column);
    if (!sort || !column) return rows;
    const { type } = column.field;
    const find = (path: string, id: number) => book.get(path, id);
    const name = (value: unknown) => {
        if (type.kind === "code") return codes.name(type.name, String(value));
        const entity = type.name ? book.get(type.name, Number(value)) : null;
        return entity ? name_of(entity, chosen.language) : String(value);
    };
    const rank = rank_by(type, model.enum_values(type.name), name);
    return sorted(rows, sort, (row) => cell_of(column, row, find), type, rank, locale());
}

function cell_class(column: Column): string {
    if (is_figure(column.field.type)) return "figure";
    return is_short(column) ? "short" : is_wide(column) ? "wide" : "";
}

// A cell follows what it shows of another entity by itself: the rows of the table are kept as they are.
function CellValue({ column, row }: { column: Column; row: Entity }) {
    const { book } = useOffice();
    useChanges(book);
    return (
        <Value
            field={column.field}
            value={cell_of(column, row, (path, id) => book.get(path, id))}
        />
    );
}

export function EntityTable({
    label,
    columns,
    rows,
    sort,
    empty,
    current = 0,
    on_sort,
    on_open,
    chosen_ids,
    on_choose,
    more,
}: Props) {
    const [page, turn] = useState(0);
    const ordered = useSorted(rows, columns, sort);
    const last = Math.max(0, Math.ceil(ordered.length / rows_shown) - 1);
    const at = Math.min(page, last);
    const shown = ordered.slice(at * rows_shown, (at + 1) * rows_shown);
    const described: SortDescriptor | undefined = sort
        ? { column: sort.column, direction: sort.descending ? "descending" : "ascending" }
        : undefined;
    const by_key = new Map(shown.map((row, i) => [row_key(row, i), row]));
    const choose = (selection: Selection) =>
        on_choose?.(new Set(selection === "all" ? [...by_key.keys()] : [...selection].map(String)));
    return (
        <>
            <div className="table-scroller">
                <Table
                    aria-label={label}
                    className="entity-table"
                    selectionMode={on_choose ? "multiple" : "none"}
                    selectionBehavior="toggle"
                    selectedKeys={chosen_ids ? [...chosen_ids] : undefined}
                    onSelectionChange={on_choose ? choose : undefined}
                    sortDescriptor={described}
                    onSortChange={({ column, direction }) =>
                        on_sort({ column: String(column), descending: direction === "descending" })
                    }
                    onRowAction={(key) => {
                        const row = by_key.get(String(key));
                        if (row) on_open(row);
                    }}
                >
                    <TableHeader>
                        {on_choose && (
                            <HeadCell className="choose">
                                <ChooseBox />
                            </HeadCell>
                        )}
                        {columns.map(({ id, of, field }, i) => (
                            <HeadCell
                                key={id}
                                id={id}
                                isRowHeader={i === 0}
                                allowsSorting={field.type.kind !== "object"}
                                className={is_figure(field.type) ? "figure" : ""}
                            >
                                {({ sortDirection }) => (
                                    <>
                                        {field_label(field, of)}
                                        <span className="sort-mark" aria-hidden="true">
                                            {sortDirection === "ascending"
                                                ? " ▲"
                                                : sortDirection === "descending"
                                                  ? " ▼"
                                                  : ""}
                                        </span>
                                    </>
                                )}
                            </HeadCell>
                        ))}
                    </TableHeader>
                    <TableBody renderEmptyState={() => <p className="empty">{empty}</p>}>
                        {shown.map((row, i) => (
                            <Row
                                key={row_key(row, i)}
                                id={row_key(row, i)}
                                className={current !== 0 && row.id === current ? "current" : ""}
                            >
                                {on_choose && (
                                    <Cell className="choose">
                                        <ChooseBox />
                                    </Cell>
                                )}
                                {columns.map((column) => (
                                    <Cell key={column.id} className={cell_class(column)}>
                                        <CellValue column={column} row={row} />
                                    </Cell>
                                ))}
                            </Row>
                        ))}
                    </TableBody>
                </Table>
            </div>
            {(last > 0 || more) && (
                <div className="pager">
                    {last > 0 && (
                        <>
                            <Button onPress={() => turn(at - 1)} isDisabled={at === 0}>
                                {w.before()}
                            </Button>
                            <span>
                                {w.rows({
                                    from: at * rows_shown + 1,
                                    to: at * rows_shown + shown.length,
                                    all: ordered.length,
                                })}
                            </span>
                            <Button onPress={() => turn(at + 1)} isDisabled={at === last}>
                                {w.next()}
                            </Button>
                        </>
                    )}
                    {more}
                </div>
            )}
        </>
    );
}
