// The statement of an account: what went in and out, and what was left each time.
import { useReading } from "@/shell/office/reading.ts";
import { PageLink } from "@/shell/parts/page_link.tsx";
import { number_text } from "@/shell/tables/value.tsx";
import type { Entity } from "@/shell/model/values.ts";
import { day_and_time } from "@/shell/time/times.ts";
import { enum_word, field_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";

const w = words({
    statement: { en: "Statement", zh: "对账单" },
    opening: { en: "Opening balance", zh: "期初余额" },
    closing: { en: "Closing balance", zh: "期末余额" },
    received: { en: "Received", zh: "收入" },
    given: { en: "Given", zh: "支出" },
    with: { en: "With account", zh: "对方账户" },
    incomplete: {
        en: "Older entries have left the board and are not shown.",
        zh: "较早的分录已归档，未显示。",
    },
});

interface Line {
    entry: number;
    posted_at: number;
    kind: string;
    other: number;
    minutes: number;
    balance_min: number;
}

interface StatementOf {
    opening_min: number;
    closing_min: number;
    received_min: number;
    given_min: number;
    complete: boolean;
    entries: Line[];
}

export function Statement({ entity }: { entity: Entity }) {
    const { value } = useReading<StatementOf>(`/v1/accounts/${String(entity.id)}/statement`);
    if (!value) return null;
    const figures = [
        [w.opening(), value.opening_min],
        [w.received(), value.received_min],
        [w.given(), value.given_min],
        [w.closing(), value.closing_min],
    ] as const;
    return (
        <section className="part">
            <h3>{w.statement()}</h3>
            <dl className="facts figures">
                {figures.map(([name, minutes]) => (
                    <div key={name}>
                        <dt>{name}</dt>
                        <dd className="figure">{number_text("minutes", minutes)}</dd>
                    </div>
                ))}
            </dl>
            {!value.complete && <p className="hint">{w.incomplete()}</p>}
            <div className="table-scroller" tabIndex={0} role="region" aria-label={w.statement()}>
                <table className="items">
                    <thead>
                        <tr>
                            <th scope="col">{field_word("posted_at", "Entry")}</th>
                            <th scope="col">{field_word("kind", "Entry")}</th>
                            <th scope="col">{w.with()}</th>
                            <th scope="col" className="figure">
                                {field_word("minutes", "Entry")}
                            </th>
                            <th scope="col" className="figure">
                                {field_word("balance_min", "Account")}
                            </th>
                        </tr>
                    </thead>
                    <tbody>
                        {value.entries.map((line) => (
                            <tr key={line.entry}>
                                <td>
                                    <PageLink to={`/office/entries/${line.entry}`}>
                                        {day_and_time(line.posted_at)}
                                    </PageLink>
                                </td>
                                <td>{enum_word("EntryKind", line.kind)}</td>
                                <td>
                                    <PageLink
                                        to={`/office/accounts/${line.other}`}
                                    >{`#${line.other}`}</PageLink>
                                </td>
                                <td className="figure">{number_text("minutes", line.minutes)}</td>
                                <td className="figure">
                                    {number_text("minutes", line.balance_min)}
                                </td>
                            </tr>
                        ))}
                    </tbody>
                </table>
            </div>
        </section>
    );
}
