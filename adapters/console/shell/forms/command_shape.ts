// What of a command stands in its form, what is known already, and what is sent.
import type { Field, Model } from "../model/model.ts";
import { is_masked, value_at } from "../model/values.ts";
import type { Entity } from "../model/values.ts";
import { edited, editable, empty_values, from_wire, to_body } from "./form_values.ts";
import type { Values } from "./form_values.ts";

export interface CommandShape {
    name: string;
    type: string; // that has the fields
    fields: readonly Field[]; // of the form
    // Of a command that edits: the field with the changes, which are those of the same field of the
    // entity, and what it was before.
    edits: { field: Field; before: Values } | null;
    start: Values;
    fixed: Values; // what is sent beside the form: whom it is about, what was seen
    masks: Record<string, string>;
}

const seen_prefix = "expected_";

// A command of changes says by `clear` what is emptied.
function edited_field(fields: readonly Field[]): Field | null {
    if (!fields.some(({ name }) => name === "clear")) return null;
    return fields.find(({ type }) => type.kind === "object") ?? null;
}

// opened: the entity of `path` from which it was opened, if there is one. fill: fields whose values
// are known.
export function shape_of(
    model: Model,
    name: string,
    path: string,
    opened: Entity | null,
    fill: Values,
): CommandShape {
    const command = model.command(name);
    const type = command?.fields ?? name;
    const all = model.fields(type);
    const changes = edited_field(all);
    const about = model.subject(name);
    // A command may be opened from an entity and be about another, which `fill` says.
    const subject = about?.path === path ? opened : null;
    const fixed: Values = {};
    if (subject && about) fixed[about.field] = subject.id;
    const start = empty_values(model, type);
    for (const field of all) {
        const known = fill[field.name];
        if (known !== undefined && known !== 0 && known !== "") {
            start[field.name] = from_wire(model, field.type, field.name, known);
        }
        // What whoever sends it has seen, so that it is refused when somebody was quicker.
        if (field.name.startsWith(seen_prefix) && subject) {
            const seen = value_at(subject, field.name.slice(seen_prefix.length));
            fixed[field.name] = seen ?? (field.type.kind === "string" ? "" : 0);
        }
    }
    const masks: Record<string, string> = {};
    let edits: CommandShape["edits"] = null;
    if (changes && subject) {
        const entity = (subject[changes.name] ?? {}) as Values;
        const before = editable(model, changes.type.name, entity);
        start[changes.name] = before;
        edits = { field: changes, before };
        for (const [field, value] of Object.entries(entity)) {
            if (is_masked(value)) masks[`${changes.name}.${field}`] = String(value);
        }
    }
    const fields = all.filter(
        (field) =>
            !(field.name in fixed) &&
            !field.name.startsWith(seen_prefix) &&
            !(changes && field.name === "clear"),
    );
    return { name, type, fields, edits, start, fixed, masks };
}

// The body of the command; null when a form that edits changes nothing.
export function body_of(model: Model, shape: CommandShape, values: Values): Values | null {
    const { edits } = shape;
    const others = shape.fields.filter(({ name }) => name !== edits?.field.name);
    const body: Values = { ...shape.fixed, ...to_body(model, others, values) };
    if (!edits) return body;
    const { changes, clear } = edited(
        model,
        model.fields(edits.field.type.name),
        edits.before,
        (values[edits.field.name] ?? {}) as Values,
    );
    if (Object.keys(changes).length > 0) body[edits.field.name] = changes;
    if (clear.length > 0) body.clear = clear;
    return Object.keys(body).length > Object.keys(shape.fixed).length ? body : null;
}

// "/profile/contacts/0/phone" of a refusal -> the dotted name of the form's field.
export const field_path = (pointer: string): string => pointer.split("/").filter(Boolean).join(".");
