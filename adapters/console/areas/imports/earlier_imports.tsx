// What was imported since the service was started, the latest first.
import { PageLink } from "@/shell/parts/page_link.tsx";
import { day_and_time } from "@/shell/time/times.ts";
import { collection_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { ImportKind, ImportSummary } from "./import_report.ts";
import { state_mark, state_text } from "./import_words.ts";

const w = words({
    title: { en: "Earlier imports", zh: "近期导入" },
    since: {
        en: "The last ones since the service was started.",
        zh: "仅显示服务本次启动以来的最近几次。",
    },
    none: { en: "Nothing yet.", zh: "暂无。" },
    at: { en: "When", zh: "时间" },
    file: { en: "File", zh: "文件" },
    kind: { en: "Table", zh: "表格" },
    by: { en: "By", zh: "操作人" },
    state: { en: "Outcome", zh: "结果" },
    check: { en: "check only", zh: "仅检查" },
});

interface Props {
    imports: readonly ImportSummary[];
    kinds: readonly ImportKind[];
    shown: number;
}

export function EarlierImports({ imports, kinds, shown }: Props) {
    return (
        <section className="work-list">
            <h2>{w.title()}</h2>
            <p className="hint">{imports.length > 0 ? w.since() : w.none()}</p>
            {imports.length > 0 && (
                <div className="table-scroller" tabIndex={0} role="region" aria-label={w.title()}>
                    <table className="items">
                        <thead>
                            <tr>
                                {[w.at, w.file, w.kind, w.by, w.state].map((name) => (
                                    <th key={name()} scope="col">
                                        {name()}
                                    </th>
                                ))}
                            </tr>
                        </thead>
                        <tbody>
                            {imports.map((one) => (
                                <Row
                                    key={one.import}
                                    one={one}
                                    kinds={kinds}
                                    is_shown={one.import === shown}
                                />
                            ))}
                        </tbody>
                    </table>
                </div>
            )}
        </section>
    );
}

interface RowProps {
    one: ImportSummary;
    kinds: readonly ImportKind[];
    is_shown: boolean;
}

function Row({ one, kinds, is_shown }: RowProps) {
    const collection = kinds.find(({ kind }) => kind === one.kind)?.collection ?? one.kind;
    const { mark, look } = state_mark(one);
    return (
        <tr className={is_shown ? "current" : ""}>
            <td>
                <PageLink to={`/office/import?kind=${one.kind}&report=${one.import}`}>
                    {day_and_time(one.at)}
                </PageLink>
            </td>
            <td className="file-name">{one.file || "–"}</td>
            <td>{collection_word(collection)}</td>
            <td>{one.by}</td>
            <td className={`outcome-state ${look}`}>
                <span aria-hidden="true">{mark}</span> {state_text(one)}
                {one.check && one.state !== "done" && ` (${w.check()})`}
            </td>
        </tr>
    );
}
