// The first page of the office: the work of each kind of desk, then every area with its lists.
import { useOffice } from "@/shell/office/office_console.ts";
import { model } from "@/shell/model/muster_model.ts";
import { useChanges } from "@/shell/store/hooks.ts";
import { PageLink } from "@/shell/parts/page_link.tsx";
import { collection_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import { areas } from "./areas.ts";
import { starts_for } from "./starts.ts";

const w = words({
    office: { en: "Office", zh: "业务管理" },
    start: { en: "My work", zh: "我的工作" },
    lists: { en: "All lists", zh: "全部列表" },
});

export function Overview() {
    const { identity } = useOffice();
    useChanges(identity);
    const mine = starts_for(identity.may_send);
    return (
        <div className="overview">
            <h1>{w.office()}</h1>
            {mine.length > 0 && (
                <section>
                    <h2>{w.start()}</h2>
                    <ul className="tiles">
                        {mine.map(({ name, title, text }) => (
                            <li key={name}>
                                <PageLink to={`/office/${name}`} className="tile">
                                    <b>{title()}</b>
                                    <span>{text()}</span>
                                </PageLink>
                            </li>
                        ))}
                    </ul>
                </section>
            )}
            <section>
                <h2>{w.lists()}</h2>
                <div className="overview-areas">
                    {areas.map((area) => (
                        <section key={area.name()}>
                            <h3>{area.name()}</h3>
                            <ul>
                                {area.collections
                                    .filter(({ path }) => model.collection(path))
                                    .map(({ path }) => (
                                        <li key={path}>
                                            <PageLink to={`/office/${path}`}>
                                                {collection_word(path)}
                                            </PageLink>
                                        </li>
                                    ))}
                            </ul>
                        </section>
                    ))}
                </div>
            </section>
        </div>
    );
}
