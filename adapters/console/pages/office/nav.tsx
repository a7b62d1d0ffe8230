// The way to every list, grouped as people think; the start views of this token first.
import { useOffice } from "@/shell/office/office_console.ts";
import { model } from "@/shell/model/muster_model.ts";
import { useChanges } from "@/shell/store/hooks.ts";
import { PageLink } from "@/shell/parts/page_link.tsx";
import { collection_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import { areas } from "./areas.ts";
import { starts_for } from "./starts.ts";

const w = words({
    lists: { en: "Lists of the office", zh: "业务列表" },
    start: { en: "My work", zh: "我的工作" },
});

interface Props {
    path: string;
    shown: boolean; // on a narrow screen
    on_go(): void;
}

export function Nav({ path, shown, on_go }: Props) {
    const { identity } = useOffice();
    useChanges(identity);
    const mine = starts_for(identity.may_send);
    return (
        <nav
            className={`office-nav ${shown ? "shown" : ""}`}
            aria-label={w.lists()}
            onClick={on_go}
        >
            {mine.length > 0 && (
                <Group
                    name={w.start()}
                    path={path}
                    rows={mine.map(({ name, title }) => ({ path: name, name: title() }))}
                />
            )}
            {areas.map((area) => (
                <Group
                    key={area.name()}
                    name={area.name()}
                    path={path}
                    rows={area.collections
                        .filter((spec) => model.collection(spec.path))
                        .map((spec) => ({ path: spec.path, name: collection_word(spec.path) }))}
                />
            ))}
        </nav>
    );
}

function Group({
    name,
    path,
    rows,
}: {
    name: string;
    path: string;
    rows: { path: string; name: string }[];
}) {
    return (
        <section>
            <h2>{name}</h2>
            <ul>
                {rows.map((row) => (
                    <li key={row.path} aria-current={row.path === path ? "page" : undefined}>
                        <PageLink to={`/office/${row.path}`}>{row.name}</PageLink>
                    </li>
                ))}
            </ul>
        </section>
    );
}
