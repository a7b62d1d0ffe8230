// The numbers of a chart, or of a report, as a table.
import type { ReactNode } from "react";

interface Props {
    caption: string;
    heads: readonly string[];
    rows: readonly (readonly ReactNode[])[]; // the first cell of each names it
    scrolls?: boolean;
}

export function FiguresTable({ caption, heads, rows, scrolls = false }: Props) {
    const table = (
        <table className="figures-table">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    {heads.map((head, at) => (
                        <th key={at} scope="col">
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
                                <th key={column} scope="row">
                                    {cell}
                                </th>
                            ) : (
                                <td key={column}>{cell}</td>
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
        <div className="table-scroller" tabIndex={0} role="region" aria-label={caption}>
            {table}
        </div>
    );
}
