// What an area says of a collection beyond the model: which columns come first, what is usual, which
// commands are the work of each day. All else follows from the model.
import type { ComponentType } from "react";
import type { Say } from "../words/words.ts";
import type { Entity } from "../model/values.ts";

export interface UsualView {
    name: Say;
    query: Record<string, string>;
}

// A command beside those whose first id is this entity's: which fields of it come from where.
export interface MoreCommand {
    command: string;
    fill: Record<string, string>; // field of the command -> dotted field of the entity
}

export interface CollectionSpec {
    path: string;
    columns: readonly string[]; // dotted fields
    sort?: string; // "-due.due_at": the latest first
    query?: Readonly<Record<string, string>>; // what is asked for unless the address says otherwise
    filters?: readonly string[]; // those in sight; the others are one press away
    views?: readonly UsualView[];
    first?: readonly string[]; // commands of daily work, in this order
    more?: readonly MoreCommand[];
    board?: string; // the field whose values are the columns of the board
    card?: readonly string[]; // what stands on a card of the board
    row_opens?: (row: Entity) => string; // another address than its own
    Extra?: ComponentType<{ entity: Entity }>; // in the detail, below its name
    note?: Say; // what somebody should know who looks for more
}

export interface AreaSpec {
    name: Say;
    collections: readonly CollectionSpec[];
}
