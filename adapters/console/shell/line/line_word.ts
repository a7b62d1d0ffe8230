// What a field is called in the middle of a line.
import { field_word } from "../words/named.ts";

export const line_word = (field: string): string => field_word(field).toLowerCase();
