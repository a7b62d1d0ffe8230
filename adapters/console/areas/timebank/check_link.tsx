// Where anybody may check a certificate by its number.
import type { Entity } from "@/shell/model/values.ts";
import { words } from "@/shell/words/words.ts";

const w = words({
    check: { en: "The page on which anybody can check it", zh: "公开核验页面" },
});

export function CheckLink({ entity }: { entity: Entity }) {
    if (!entity.number) return null;
    return (
        <p>
            <a
                href={`/check/${encodeURIComponent(String(entity.number))}`}
                target="_blank"
                rel="noreferrer"
            >
                {w.check()}
            </a>
        </p>
    );
}
