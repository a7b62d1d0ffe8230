// The columns of a table: fields of the entity by their dotted names.
import type { Collection, Field, Model } from "../model/model.ts";

export interface Column {
    id: string; // dotted
    of: string; // the type that has the field
    field: Field;
}

// Those that the model has; a column that it lost is left out rather than shown empty.
export function columns_of(model: Model, collection: Collection, names: readonly string[]): Column[] {
    const out: Column[] = [];
    for (const id of names) {
        const found = model.field_at(collection.type, id);
        if (found) out.push({ id, of: found.of, field: found.field });
    }
    return out;
}

// Where nothing was said: the plain fields, as many as fit.
export function usual_columns(model: Model, collection: Collection, most = 8): string[] {
    return model
        .fields(collection.type)
        .filter(({ type, name }) => name !== "id" && type.kind !== "object" && type.kind !== "list")
        .slice(0, most)
        .map(({ name }) => name);
}

// A field that stands for a whole entity of another collection needs room; a status does not.
export function is_wide({ field: { type, name } }: Column): boolean {
    return (
        (type.kind === "string" && ["address", "text", "title", "note", "reason", "expertise"].includes(name)) ||
        type.kind === "list"
    );
}
