// The word of a field above its values. A figure carries its unit itself, in a form that is read more
// easily than that of the wire (yuan for fen, hours for minutes): the unit of the word is left out.
import type { Field } from "../model/model.ts";
import { field_word } from "../words/named.ts";

const unit_at_end = /\s*[(（][^()（）]*[)）]$/;
const figures = ["integer", "duration", "distance"];

export function field_label({ name, type }: Pick<Field, "name" | "type">, of: string): string {
    const word = field_word(name, of);
    return figures.includes(type.kind) ? word.replace(unit_at_end, "") : word;
}
