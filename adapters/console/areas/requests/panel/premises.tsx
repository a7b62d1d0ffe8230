// What whoever goes there must know of the home or place: the dog, the key, the code of the door.
import { useEffect, useState } from "react";
import { enum_word } from "@/shell/words/named.ts";
import type { PremisesNote, Request } from "muster/schema";
import { useDesk } from "../desk_console.ts";

const most = 20;

export function Premises({ request: { id, member, place, known_place } }: { request: Request }) {
    const desk = useDesk();
    const [notes, show] = useState<PremisesNote[]>([]);
    // Of the person and the place: anew when it becomes known who and where it is.
    const whose = JSON.stringify([member, place, known_place]);
    useEffect(() => {
        let over = false;
        desk.api.list<PremisesNote>("/v1/premises", { request: id }, most).then(
            (found) => !over && show(found),
            () => {}, // Not for these eyes.
        );
        return () => {
            over = true;
        };
    }, [desk, id, whose]);
    return notes.map(({ id: note, kind, text }) => (
        <p key={note} className="box warn">
            <b>{enum_word("PremisesKind", kind)}</b>
            {text && `: ${text}`}
        </p>
    ));
}
