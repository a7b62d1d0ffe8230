// A list of what the vocabulary does not have, as a table like those of the office: sorted by any
// column, found by what is typed; a row opens with Enter or a click.
import { useState } from "react";
import type { ReactNode } from "react";
import { Cell, Column, Row, Table, TableBody, TableHeader } from "react-aria-components/Table";
import type { SortDescriptor } from "react-aria-components/Table";
import { locale } from "../words/words.ts";

export interface RowColumn<T> {
    id: string;
    head: string;
    rank(row: T): string | number; // by which it is sorted
    cell?(row: T): ReactNode; // else what it is sorted by
    look?: "figure" | "short" | "wide";
}

interface Props<T> {
    label: string;
    columns: readonly RowColumn<T>[];
    rows: readonly T[];
    key_of(row: T): string;
    current: string; // the key of the row that is open
    empty: string;
    on_open(key: string): void;
}

export function sorted_rows<T>(
    rows: readonly T[],
    rank: (row: T) => string | number,
    descending: boolean,
    collation = locale(),
): T[] {
    const collator = new Intl.Collator(collation, { numeric: true });
    const compare = (a: T, b: T): number => {
        const [x, y] = [rank(a), rank(b)];
        if (typeof x === "number" && typeof y === "number") return x === y ? 0 : x < y ? -1 : 1;
        return collator.compare(String(x), String(y));
    };
    return [...rows].sort((a, b) => (descending ? compare(b, a) : compare(a, b)));
}

export function RowTable<T extends object>(props: Props<T>) {
    const { label, columns, rows, key_of, current, empty, on_open } = props;
    const [sort, set_sort] = useState<SortDescriptor>({
        column: columns[0]?.id ?? "",
        direction: "ascending",
    });
    const by = columns.find(({ id }) => id === sort.column);
    const shown = by ? sorted_rows(rows, by.rank, sort.direction === "descending") : rows;
    return (
        <div className="table-scroller">
            <Table
                aria-label={label}
                className="entity-table"
                sortDescriptor={sort}
                onSortChange={set_sort}
                onRowAction={(key) => on_open(String(key))}
            >
                <TableHeader>
                    {columns.map(({ id, head, look }, at) => (
                        <Column key={id} id={id} isRowHeader={at === 0} allowsSorting className={look ?? ""}>
                            {({ sortDirection }) => (
                                <>
                                    {head}
                                    <span className="sort-mark" aria-hidden="true">
                                        {sortDirection === "ascending" ? " ▲" : sortDirection ? " ▼" : ""}
                                    </span>
                                </>
                            )}
                        </Column>
                    ))}
                </TableHeader>
                <TableBody renderEmptyState={() => <p className="empty">{empty}</p>}>
                    {shown.map((row) => (
                        <Row
                            key={key_of(row)}
                            id={key_of(row)}
                            className={key_of(row) === current ? "current" : ""}
                        >
                            {columns.map(({ id, rank, cell, look }) => (
                                <Cell key={id} className={look ?? ""}>
                                    {cell ? cell(row) : rank(row)}
                                </Cell>
                            ))}
                        </Row>
                    ))}
                </TableBody>
            </Table>
        </div>
    );
}
