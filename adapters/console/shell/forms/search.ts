// Finding an entity by what somebody types: which filter of its collection that is.
import { with_query } from "../net/api.ts";
import type { Api, Page } from "../net/api.ts";
import { is_empty, name_of, value_at } from "../model/values.ts";
import type { AnyEntity } from "../office/entity_book.ts";
import type { Query } from "../tables/filters.ts";
import type { Language } from "../words/words.ts";

export interface Hit {
    id: number;
    name: string;
    more: string; // what tells two of the same name apart
}

const most = 12;
const is_number = (text: string): boolean => /^[+\d\s-]{3,}$/.test(text);

const by: Readonly<Record<string, (text: string) => Query>> = {
    members: (text) => ({ [is_number(text) ? "phone" : "name"]: text }),
    responders: (text) => ({ [is_number(text) ? "phone" : "text"]: text }),
    talents: (text) => ({ name: text }),
    suggestions: (text) => ({ words: text }),
    devices: (text) => ({ key: text }),
    certificates: (text) => ({ number: text }),
};

// Beside a name: where somebody lives, what he does, when something is.
const tells = [
    "profile.address",
    "profile.expertise",
    "profile.department",
    "status",
    "kind",
    "reference",
];

export function hit_of(entity: AnyEntity, language: Language): Hit {
    const more = tells
        .map((name) => value_at(entity, name))
        .find((value) => typeof value === "string" && !is_empty(value, { kind: "enum" }));
    return {
        id: entity.id,
        name: name_of(entity, language) || `#${entity.id}`,
        more: String(more ?? ""),
    };
}

// Nothing typed finds the first ones; "#7" the one of this number.
export async function find_entities(
    api: Api,
    path: string,
    text: string,
    language: Language,
    signal: AbortSignal,
): Promise<Hit[]> {
    const typed = text.trim();
    const number = /^#(\d+)$/.exec(typed)?.[1];
    if (number) {
        const one = await api.get<AnyEntity>(`/v1/${path}/${number}`, { signal });
        return [hit_of(one, language)];
    }
    const query = typed && by[path] ? by[path](typed) : {};
    const read = by[path] ? most : 200;
    const page = await api.get<Page<AnyEntity>>(
        with_query(`/v1/${path}`, { ...query, limit: read }),
        { signal },
    );
    const hits = page.items.map((entity) => hit_of(entity, language));
    if (by[path] || !typed) return hits.slice(0, most);
    const wanted = typed.toLowerCase();
    return hits
        .filter(({ id, name, more }) => `${id} ${name} ${more}`.toLowerCase().includes(wanted))
        .slice(0, most);
}
