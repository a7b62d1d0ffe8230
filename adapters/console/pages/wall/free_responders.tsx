// Of each kind: how many are free of how many on duty.
import { is_free, is_on_duty, kinds } from "@/areas/responders/duty.ts";
import { useConsole } from "@/shell/console_context.ts";
import { useView } from "@/shell/store/hooks.ts";
import { enum_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Responder } from "muster/schema";

const w = words({
    of: { en: "of {n} on duty", zh: "在岗 {n} 人" },
    share: { en: "{free} free of {n}", zh: "{n} 人中 {free} 人空闲" },
});

interface Count {
    kind: string;
    free: number;
    on_duty: number;
}

const same = (a: Count[], b: Count[]): boolean =>
    a.every(({ free, on_duty }, n) => free === b[n]?.free && on_duty === b[n]?.on_duty);

export function FreeResponders() {
    const { store } = useConsole();
    const counts = useView(
        ["responders"],
        () => {
            const rows = kinds.map((kind) => ({ kind: kind as string, free: 0, on_duty: 0 }));
            for (const responder of store.all<Responder>("responders").values()) {
                const row = rows[kinds.indexOf(responder.profile.kind)];
                if (!row || !is_on_duty(responder)) continue;
                row.on_duty++;
                if (is_free(responder)) row.free++;
            }
            return rows;
        },
        [],
        { every_ms: 1_000, same },
    );
    return (
        <ul className="free-list">
            {counts
                .filter(({ on_duty }) => on_duty > 0)
                .map(({ kind, free, on_duty }) => (
                    <li key={kind}>
                        <span className="kind">{enum_word("ResponderKind", kind)}</span>
                        <b className="many">{free}</b>
                        <span className="dim">{w.of({ n: on_duty })}</span>
                        <meter
                            min={0}
                            max={on_duty}
                            value={free}
                            aria-label={w.share({ free, n: on_duty })}
                        />
                    </li>
                ))}
        </ul>
    );
}
