// The addresses of the office: /office/COLLECTION[/ID]?filters&sort=&as=board&after=&do=COMMAND.
import { go } from "../address.ts";

export interface OfficePlace {
    path: string; // of the collection, or the name of a start view; "" = the first page
    id: number; // 0 = the list
}

const name_form = /^[a-z_-]+$/;

export function place_of(path: readonly string[]): OfficePlace {
    const [, name = "", id = ""] = path;
    return { path: name_form.test(name) ? name : "", id: /^\d+$/.test(id) ? Number(id) : 0 };
}

// The same place with other parameters; "" takes one away.
export function with_parameters(search: string, next: Readonly<Record<string, string>>): string {
    const parameters = new URLSearchParams(search);
    for (const [name, value] of Object.entries(next)) {
        if (value) parameters.set(name, value);
        else parameters.delete(name);
    }
    const text = parameters.toString();
    return text ? `?${text}` : "";
}

const base = (path: string, id: number): string => `/office/${path}${id ? `/${id}` : ""}`;

// Opens an entity beside its list, which keeps its filters; with a command, its form. 0 = a command
// that is about none.
export function open_entity(path: string, id: number, command = ""): void {
    go(base(path, id) + with_parameters(window.location.search, { do: command }));
}

// A form that was sent or closed is no step to go back to.
export function close_form(path: string, id: number): void {
    go(base(path, id) + with_parameters(window.location.search, { do: "" }), { replace: true });
}

export function close_entity(path: string): void {
    go(base(path, 0) + with_parameters(window.location.search, { do: "" }));
}
