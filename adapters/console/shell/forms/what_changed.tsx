// Somebody else changed the entity while a form about it was open: field by field what it was, what
// it is now, and what the form says.
import type { Change } from "../model/changes.ts";
import { model } from "../model/muster_model.ts";
import { value_at } from "../model/values.ts";
import { Button } from "../parts/button.tsx";
import { Value } from "../tables/value.tsx";
import { field_word } from "../words/named.ts";
import { words } from "../words/words.ts";

const w = words({
    changed: { en: "This was changed while you were writing.", zh: "您填写期间，该内容已被修改。" },
    field: { en: "Field", zh: "字段" },
    was: { en: "Was", zh: "原值" },
    now: { en: "Is now", zh: "现值" },
    yours: { en: "Yours", zh: "您的填写" },
    seen: {
        en: "I have seen it: keep mine, take the rest",
        zh: "已知悉：保留我的修改，其余采用现值",
    },
});

interface Props {
    path: string;
    changes: readonly Change[];
    yours: Record<string, unknown>;
    on_seen(): void;
}

const most = 12;

export function WhatChanged({ path, changes, yours, on_seen }: Props) {
    const type = model.collection(path)?.type;
    const has_yours = Object.keys(yours).length > 0;
    return (
        <div className="what-changed" role="alert">
            <p>
                <b>{w.changed()}</b>
            </p>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{w.field()}</th>
                        <th scope="col">{w.was()}</th>
                        <th scope="col">{w.now()}</th>
                        {has_yours && <th scope="col">{w.yours()}</th>}
                    </tr>
                </thead>
                <tbody>
                    {changes.slice(0, most).map(({ field, before, now }) => {
                        const found = model.field_at(type, field);
                        if (!found) return null;
                        const mine = value_at(yours, field);
                        return (
                            <tr key={field}>
                                <th scope="row">{field_word(found.field.name, found.of)}</th>
                                <td>
                                    <Value field={found.field} value={before} link={false} />
                                </td>
                                <td>
                                    <Value field={found.field} value={now} link={false} />
                                </td>
                                {has_yours && (
                                    <td>
                                        {typeof mine === "string" || typeof mine === "number"
                                            ? String(mine)
                                            : ""}
                                    </td>
                                )}
                            </tr>
                        );
                    })}
                </tbody>
            </table>
            <Button onPress={on_seen}>{w.seen()}</Button>
        </div>
    );
}
