// The vocabulary as data, as `muster schema --format model` prints it: what collections there are,
// which commands, and the fields of both. Forms, tables and boards are made from it, so that a new
// field or command stands in the office without a line of code.

export type Kind =
    | "boolean"
    | "integer"
    | "duration"
    | "distance"
    | "time"
    | "string"
    | "code"
    | "date"
    | "time_of_day"
    | "id"
    | "enum"
    | "object"
    | "point"
    | "list";

export interface FieldType {
    kind: Kind;
    // id: the collection of what it names; code: the collection that lists the codes; enum, object:
    // which one.
    name?: string | null;
    item?: FieldType; // of a list
    exact_size?: number; // of a list
    minimum?: number;
    maximum?: number;
}

export interface Field {
    name: string;
    type: FieldType;
    always: boolean; // it is in the JSON even when it says nothing
    personal: boolean;
    default?: unknown;
}

export interface Collection {
    path: string;
    one: string;
    type: string | null;
    topic: string | null;
    of?: "rules" | "made"; // no entities: parts of the rules, or made for whoever asks
    filters?: string[];
    personal_filters?: string[];
    confidential?: boolean;
    about_people?: boolean;
    allowed_actions?: boolean;
}

export interface CommandModel {
    name: string;
    fields: string; // the type that has them
    creates: string | null; // the collection of what it creates
    roles: string[];
    own: boolean;
    internal: boolean; // nobody sends it
    allowed_in: string[] | null;
}

export interface ModelDocument {
    entities: Collection[];
    lists: Collection[];
    commands: CommandModel[];
    types: Record<string, Field[]>;
    enums: Record<string, string[]>;
}

// What a command is about: its first field that is an id.
export interface Subject {
    field: string;
    path: string;
}

export class Model {
    readonly collections: readonly Collection[];
    readonly #by_path = new Map<string, Collection>();
    readonly #commands = new Map<string, CommandModel>();
    readonly #document: ModelDocument;

    constructor(document: ModelDocument) {
        this.#document = document;
        this.collections = [...document.entities, ...document.lists];
        for (const one of this.collections) this.#by_path.set(one.path, one);
        for (const one of document.commands) this.#commands.set(one.name, one);
    }

    collection(path: string): Collection | undefined {
        return this.#by_path.get(path);
    }

    command(name: string): CommandModel | undefined {
        return this.#commands.get(name);
    }

    fields(type: string | null | undefined): readonly Field[] {
        return (type && this.#document.types[type]) || [];
    }

    field(type: string | null | undefined, name: string): Field | undefined {
        return this.fields(type).find((field) => field.name === name);
    }

    // The field that a dotted name leads to, such as "profile.name" of a Member, and whose it is.
    field_at(type: string | null | undefined, dotted: string): { of: string; field: Field } | null {
        const [first = "", ...rest] = dotted.split(".");
        const field = this.field(type, first);
        if (!field || !type) return null;
        if (rest.length === 0) return { of: type, field };
        return field.type.kind === "object" ? this.field_at(field.type.name, rest.join(".")) : null;
    }

    // Whether a field of this type says something of a person, at any depth.
    tells_of_people(type: string | null | undefined, seen = new Set<string>()): boolean {
        if (!type || seen.has(type)) return false;
        seen.add(type);
        return this.fields(type).some(({ type: of, personal }) => {
            const { kind, name } = of.item ?? of;
            return personal || (kind === "object" && this.tells_of_people(name, seen));
        });
    }

    enum_values(name: string | null | undefined): readonly string[] {
        return (name && this.#document.enums[name]) || [];
    }

    subject(command: string): Subject | null {
        const found = this.fields(this.command(command)?.fields).find(
            ({ type }) => type.kind === "id",
        );
        return found?.type.name ? { field: found.name, path: found.type.name } : null;
    }

    // What can be done to an entity of this collection, in the order of the vocabulary.
    commands_of(path: string): CommandModel[] {
        return this.#sent().filter(({ name }) => this.subject(name)?.path === path);
    }

    // What makes a new one.
    commands_creating(path: string): CommandModel[] {
        return this.#sent().filter(({ creates }) => creates === path);
    }

    // The collections that can be asked for what belongs to an entity of this one: those that have a
    // filter by the name of such an id.
    related(path: string): { path: string; filter: string }[] {
        const out: { path: string; filter: string }[] = [];
        for (const { path: other, type, filters = [] } of this.#document.entities) {
            for (const filter of filters) {
                const of = this.field(type, filter)?.type;
                if (of?.kind === "id" && of.name === path) out.push({ path: other, filter });
            }
        }
        return out;
    }

    #sent(): CommandModel[] {
        return this.#document.commands.filter(({ internal }) => !internal);
    }
}
