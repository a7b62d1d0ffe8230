// A part of a start view: some rows of a collection under a heading, with the columns of their area.
import { useState } from "react";
import { go } from "../address.ts";
import { model } from "../model/muster_model.ts";
import { columns_of } from "../tables/columns.ts";
import { entity_address } from "../tables/entity_ref.tsx";
import { EntityTable } from "../tables/entity_table.tsx";
import type { Sort } from "../tables/sorting.ts";
import { chosen, words } from "../words/words.ts";
import { useSpecs } from "./specs_context.ts";

const w = words({ none: { en: "Nothing.", zh: "无。" } });

interface Props {
    title: string;
    path: string;
    rows: readonly Record<string, unknown>[];
    columns?: readonly string[];
    bad?: boolean; // what stands in it should not be
    hide_empty?: boolean;
    on_open?(row: Record<string, unknown>): void;
}

export function WorkList({
    title,
    path,
    rows,
    columns,
    bad = false,
    hide_empty = false,
    on_open,
}: Props) {
    const spec = useSpecs()(path);
    const [sort, set_sort] = useState<Sort | null>(null);
    const collection = model.collection(path);
    if (!collection || (hide_empty && rows.length === 0)) return null;
    return (
        <section className={`work-list ${bad && rows.length > 0 ? "bad" : ""}`}>
            <h2>
                {title} <span className="count">{rows.length}</span>
            </h2>
            {rows.length === 0 ? (
                <p className="hint">{w.none()}</p>
            ) : (
                <EntityTable
                    label={title}
                    columns={columns_of(
                        model,
                        collection,
                        columns ?? spec?.columns ?? [],
                        chosen.language,
                    )}
                    rows={rows}
                    sort={sort}
                    empty={w.none()}
                    on_sort={set_sort}
                    on_open={(row) => {
                        if (on_open) on_open(row);
                        else
                            go(
                                spec?.row_opens
                                    ? spec.row_opens(row)
                                    : entity_address(path, Number(row.id)),
                            );
                    }}
                />
            )}
        </section>
    );
}
