// All that an entity says, in words: plain fields first, then what has fields of its own, then lists.
import { useState } from "react";
import type { Field } from "../model/model.ts";
import { model } from "../model/muster_model.ts";
import { is_empty } from "../model/values.ts";
import type { Entity } from "../model/values.ts";
import { Button } from "../parts/button.tsx";
import { field_word } from "../words/named.ts";
import { words } from "../words/words.ts";
import { field_label } from "./field_label.ts";
import { Value, is_figure } from "./value.tsx";

const w = words({
    empty_shown: { en: "Hide empty fields", zh: "隐藏空字段" },
    empty_hidden: { en: "Show empty fields", zh: "显示空字段" },
});

export function EntityDetail({ type, entity }: { type: string; entity: Entity }) {
    const [all, show_all] = useState(false);
    return (
        <div className="entity-detail">
            <Fields type={type} value={entity} all={all} level={0} />
            <Button kind="quiet" onPress={() => show_all(!all)} aria-pressed={all}>
                {all ? w.empty_shown() : w.empty_hidden()}
            </Button>
        </div>
    );
}

// What a reader does not need: rights are buttons, and the id stands in the head.
const left_out = new Set(["id", "allowed_actions"]);

const is_list_of_objects = ({ type }: Field): boolean =>
    type.kind === "list" && type.item?.kind === "object";

function Fields({
    type,
    value,
    all,
    level,
}: {
    type: string;
    value: Entity;
    all: boolean;
    level: number;
}) {
    const fields = model
        .fields(type)
        .filter(
            (field) =>
                !(level === 0 && left_out.has(field.name)) &&
                (all || !is_empty(value[field.name], field.type)),
        );
    const plain = fields.filter(
        (field) => field.type.kind !== "object" && !is_list_of_objects(field),
    );
    const parts = fields.filter((field) => field.type.kind === "object" && value[field.name]);
    const lists = fields.filter(is_list_of_objects);
    return (
        <>
            {plain.length > 0 && (
                <dl className="facts">
                    {plain.map((field) => (
                        <div key={field.name}>
                            <dt>{field_label(field, type)}</dt>
                            <dd>
                                <Value field={field} value={value[field.name]} />
                            </dd>
                        </div>
                    ))}
                </dl>
            )}
            {parts.map((field) => (
                <Part
                    key={field.name}
                    field={field}
                    of={type}
                    value={value[field.name] as Entity}
                    all={all}
                    level={level}
                />
            ))}
            {lists.map((field) => (
                <Items
                    key={field.name}
                    field={field}
                    of={type}
                    items={(value[field.name] as Entity[] | undefined) ?? []}
                />
            ))}
        </>
    );
}

function Part({
    field,
    of,
    value,
    all,
    level,
}: {
    field: Field;
    of: string;
    value: Entity;
    all: boolean;
    level: number;
}) {
    const inner = field.type.name ?? "";
    const says =
        all ||
        model
            .fields(inner)
            .some(({ name, type }) => value[name] !== false && !is_empty(value[name], type));
    if (!says) return null;
    return (
        <section className="part">
            {level === 0 ? (
                <h3>{field_word(field.name, of)}</h3>
            ) : (
                <h4>{field_word(field.name, of)}</h4>
            )}
            <Fields type={inner} value={value} all={all} level={level + 1} />
        </section>
    );
}

// A list of things with fields: a small table of those fields that any of them says something in.
function Items({ field, of, items }: { field: Field; of: string; items: Entity[] }) {
    const inner = field.type.item?.name ?? "";
    const columns = model
        .fields(inner)
        .filter(({ name, type }) =>
            items.some((item) => item[name] !== false && !is_empty(item[name], type)),
        );
    if (items.length === 0) return null;
    return (
        <section className="part">
            <h3>{field_word(field.name, of)}</h3>
            <div
                className="table-scroller"
                tabIndex={0}
                role="region"
                aria-label={field_word(field.name, of)}
            >
                <table className="items">
                    <thead>
                        <tr>
                            {columns.map(({ name, type }) => (
                                <th
                                    key={name}
                                    scope="col"
                                    className={is_figure(type) ? "figure" : ""}
                                >
                                    {field_label({ name, type }, inner)}
                                </th>
                            ))}
                        </tr>
                    </thead>
                    <tbody>
                        {items.map((item, i) => (
                            <tr key={i}>
                                {columns.map((column) => (
                                    <td
                                        key={column.name}
                                        className={is_figure(column.type) ? "figure" : ""}
                                    >
                                        <Value field={column} value={item[column.name]} />
                                    </td>
                                ))}
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </section>
    );
}
