// An entity by its id: its name, as a link to its page.
import { name_of } from "../model/values.ts";
import { model } from "../model/muster_model.ts";
import { useOffice } from "../office/office_console.ts";
import { PageLink } from "../parts/page_link.tsx";
import { useChanges } from "../store/hooks.ts";
import { chosen } from "../words/words.ts";

export const entity_address = (path: string, id: number | string): string =>
    `/office/${path}/${id}`;

// The name of an entity that is known, or its number.
export function useEntityName(path: string | null | undefined, id: number): string {
    const office = useOffice();
    useChanges(office.book);
    if (!path || !id) return "–";
    const entity = office.book.get(path, id);
    return (entity && name_of(entity, chosen.language)) || `#${id}`;
}

export function EntityRef({
    path,
    id,
    link = true,
}: {
    path: string | null | undefined;
    id: number;
    link?: boolean;
}) {
    const name = useEntityName(path, id);
    if (!path || !id) return <>–</>;
    if (!link || !model.collection(path)) return <>{name}</>;
    return <PageLink to={entity_address(path, id)}>{name}</PageLink>;
}
