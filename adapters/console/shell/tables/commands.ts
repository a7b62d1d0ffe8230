// The commands that are offered for an entity: those of the model, those that its area adds, and of
// both what the engine lets this token send.
import type { Model } from "../model/model.ts";
import { value_at } from "../model/values.ts";
import type { Entity } from "../model/values.ts";
import type { CollectionSpec } from "../office/collection_spec.ts";

export interface Offered {
    command: string;
    fill: Record<string, unknown>;
    subject: boolean; // its first id is this entity's
}

// What programs tell by themselves and nobody types, and what has a place of its own: one look at what
// is masked (office/unmasking.ts).
const not_listed = new Set([
    "TapCard",
    "ReportDevice",
    "SignalDevice",
    "ReportPositions",
    "ReportCall",
    "ReportLiveCalls",
    "SetSpeeds",
    "NoteAccessSheet",
    "UnmaskEntity",
]);

export function filled(
    fill: Readonly<Record<string, string>>,
    entity: Entity,
): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(fill).map(([field, from]) => [field, value_at(entity, from)]),
    );
}

// Daily work first, in the order of the area; then the rest, in that of the vocabulary.
function in_order(commands: Offered[], first: readonly string[]): Offered[] {
    const place = ({ command }: Offered) => {
        const at = first.indexOf(command);
        return at < 0 ? first.length : at;
    };
    return commands
        .map((one, i) => ({ one, i }))
        .sort((a, b) => place(a.one) - place(b.one) || a.i - b.i)
        .map(({ one }) => one);
}

export function commands_for(
    model: Model,
    spec: CollectionSpec,
    entity: Entity,
    may_send: ReadonlySet<string>,
): Offered[] {
    const own = model
        .commands_of(spec.path)
        .map(({ name }) => ({ command: name, fill: {}, subject: true }));
    const more = (spec.more ?? []).map(({ command, fill }) => ({
        command,
        fill: filled(fill, entity),
        subject: false,
    }));
    // Where the engine says what an entity allows as it is now, that counts; where it does not, it
    // answers when it is asked.
    const allowed = entity.allowed_actions;
    const governed = Array.isArray(allowed) ? (allowed as string[]) : null;
    const known = new Set(
        model
            .commands_of(spec.path)
            .filter(({ allowed_in }) => allowed_in !== null)
            .map(({ name }) => name),
    );
    const offered = [...own, ...more].filter(({ command }) => {
        if (!may_send.has(command) || not_listed.has(command)) return false;
        return !governed || !known.has(command) || governed.includes(command);
    });
    return in_order(offered, spec.first ?? []);
}

// The commands that make a new one of this collection, and not from another one of it.
export function new_commands(
    model: Model,
    path: string,
    may_send: ReadonlySet<string>,
    first: readonly string[] = [],
): string[] {
    const offered = model
        .commands_creating(path)
        .filter(({ name }) => may_send.has(name) && !not_listed.has(name))
        .filter(({ name }) => model.subject(name)?.path !== path)
        .map(({ name }) => ({ command: name, fill: {}, subject: false }));
    return in_order(offered, first).map(({ command }) => command);
}
