// The columns of a table: fields of the entity by their dotted names, "profile.phone"; of an entity that
// it names, by that id before, "member>profile.phone"; "name_*" is the name in the language of the page;
// "profile.birth_year|profile.birth_date.year" is the second where the first says nothing.
import type { Collection, Field, Model } from "../model/model.ts";
import { value_at } from "../model/values.ts";
import type { Entity } from "../model/values.ts";
import type { Language } from "../words/words.ts";

export interface Column {
    id: string;
    of: string; // the type that has the field
    field: Field;
    dotted: string;
    or?: string; // another one in its place
    through?: { dotted: string; path: string }; // the id, and the collection of what it names
}

function column(model: Model, type: string | null, wanted: string, language: Language): Column | null {
    const [id = "", or] = wanted.split("|");
    const [first = "", second] = id.replace("name_*", `name_${language}`).split(">");
    const found = model.field_at(type, first);
    if (!found) return null;
    if (second === undefined) return { id, ...found, dotted: first, or };
    const path = found.field.type.name ?? "";
    const there = model.field_at(model.collection(path)?.type, second);
    return there && { id, ...there, dotted: second, through: { dotted: first, path } };
}

// Those that the model has; a column that it lost is left out rather than shown empty.
export function columns_of(
    model: Model,
    collection: Collection,
    names: readonly string[],
    language: Language,
): Column[] {
    return names.flatMap((id) => column(model, collection.type, id, language) ?? []);
}

// What stands in a column of a row; `find` knows the entities that ids name.
export function cell_of(
    { dotted, or, through }: Column,
    row: Entity,
    find: (path: string, id: number) => Entity | null,
): unknown {
    if (!through) {
        const value = value_at(row, dotted);
        return value || !or ? value : value_at(row, or);
    }
    return value_at(find(through.path, Number(value_at(row, through.dotted))), dotted);
}

// Where nothing was said: the plain fields, as many as fit.
export function usual_columns(model: Model, collection: Collection, most = 8): string[] {
    return model
        .fields(collection.type)
        .filter(({ type, name }) => name !== "id" && type.kind !== "object" && type.kind !== "list")
        .slice(0, most)
        .map(({ name }) => name);
}

const long_texts = ["address", "text", "title", "note", "reason", "expertise", "findings"];

// What needs room; a status does not.
export const is_wide = ({ field: { type, name } }: Column): boolean =>
    type.kind === "list" || (type.kind === "string" && long_texts.includes(name));

// What is read at one glance, and is not broken into two lines.
export const is_short = ({ field: { type, name } }: Column): boolean =>
    ["time", "date", "time_of_day", "enum"].includes(type.kind) || ["name", "phone"].includes(name);
