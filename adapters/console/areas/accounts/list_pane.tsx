// The list beside which one of it is open.
import type { ReactNode } from "react";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { SearchField } from "react-aria-components/SearchField";
import { access_text } from "@/shell/access/access_words.ts";
import { Button } from "@/shell/parts/button.tsx";
import { words } from "@/shell/words/words.ts";
import type { AccessList } from "./use_list.ts";

const w = words({
    search: { en: "Search", zh: "搜索" },
    count: { en: "{shown} of {all}", zh: "{shown} / {all}" },
    reading: { en: "Reading…", zh: "正在读取…" },
});

interface Props<T> {
    list: AccessList<T>;
    title: string;
    add: string;
    children: ReactNode; // the table
    side: ReactNode;
}

export function ListPane<T>({ list, title, add, children, side }: Props<T>) {
    const { found, rows, problem, ready } = list;
    return (
        <div className={`office-list ${side ? "with-drawer" : ""}`}>
            <section className="list-pane" aria-label={title}>
                <div className="list-head">
                    <h2>{title}</h2>
                    <SearchField value={list.search} onChange={list.set_search} className="accounts-search">
                        <Label className="unseen">{w.search()}</Label>
                        <Input placeholder={w.search()} />
                    </SearchField>
                    <span className="dim" role="status">
                        {ready ? w.count({ shown: found.length, all: rows.length }) : !problem && w.reading()}
                    </span>
                    <span className="space" />
                    <Button kind="primary" onPress={list.add}>
                        {add}
                    </Button>
                </div>
                {problem && (
                    <p className="problem" role="alert">
                        ■ {access_text(problem)}
                    </p>
                )}
                {ready && children}
            </section>
            {side}
        </div>
    );
}
