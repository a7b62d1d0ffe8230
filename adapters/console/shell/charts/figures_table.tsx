// The numbers of a chart, or of a report, as a table.
import type { ReactNode } from "react";

interface Props {
    caption: string;
    heads: readonly string[];
    rows: readonly (readonly ReactNode[])[]; // the first cell of each names it
    texts?: number; // so many columns begin it that hold no numbers
    scrolls?: boolean;
}

export function FiguresTable({ caption, heads, rows, texts = 1, scrolls = false }: Props) {
    const kind = (column: number): string => (column < texts ? "text" : "");
    const table = (
        <table className="figures-table">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    {heads.map((head, at) => (
                        <th key={at} scope="col" className={kind(at)}>
                            {head}
                        </th>
                    ))}
                </tr>
            </thead>
            <tbody>
                {rows.map((row, at) => (
                    <tr key={at}>
                        {row.map((cell, column) =>
                            column === 0 ? (
                                <th key={column} scope="row" className="text">
                                    {cell}
                                </th>
                            ) : (
                                <td key={column} className={kind(column)}>
                                    {cell}
                                </td>
                            ),
                        )}
                    </tr>
                ))}
            </tbody>
        </table>
    );
    if (!scrolls) return table;
    // Keys must be able to scroll it.
    return (
        <div className="table-scroller" tabIndex={0} role="group" aria-label={caption}>
            {table}
        </div>
    );
}
