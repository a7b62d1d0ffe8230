// What a table of a kind looks like: its columns by the names that they may have, and an empty one.
import { Button } from "@/shell/parts/button.tsx";
import { save_file } from "@/shell/parts/save_file.ts";
import { as_problem } from "@/shell/net/problem.ts";
import { useOffice } from "@/shell/office/office_console.ts";
import { toasts } from "@/shell/parts/toasts.tsx";
import { problem_text } from "@/shell/words/problem_words.ts";
import { words } from "@/shell/words/words.ts";
import type { ImportKind } from "./import_report.ts";

const w = words({
    columns: { en: "Columns that are read", zh: "可识别的列" },
    required: { en: "(required)", zh: "（必填）" },
    more: {
        en: "A column may have any of these names; the order does not matter. Empty cells change nothing.",
        zh: "列名可为其中任意一个，顺序不限；空单元格不改动原有内容。",
    },
    questions: {
        en: "Besides these each question of the survey, by its code or title.",
        zh: "此外，调查的每个问题可作为一列，列名为问题编码或标题。",
    },
    empty: { en: "Empty table (CSV)", zh: "下载空白表（CSV）" },
});

export function TableForm({ kind }: { kind: ImportKind }) {
    const { api } = useOffice();
    const save = async () => {
        try {
            const file = `${kind.kind}.csv`;
            save_file(file, await api.file(`/v1/imports/kinds/${file}`));
        } catch (error) {
            toasts.add(problem_text(as_problem(error)), true);
        }
    };
    return (
        <details className="table-form">
            <summary>{w.columns()}</summary>
            <ul className="column-names">
                {kind.columns.map(({ field, headers, required }) => (
                    <li key={field}>
                        <b>{headers.join(" / ")}</b> {required && <span>{w.required()}</span>}
                    </li>
                ))}
            </ul>
            <p className="hint">
                {w.more()} {kind.of_survey && w.questions()}
            </p>
            <Button onPress={() => void save()}>{w.empty()}</Button>
        </details>
    );
}
