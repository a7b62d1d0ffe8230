// The views of a list: filters and order under a name. Those of the area, then one's own.
import { useState } from "react";
import type { FormEvent } from "react";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Popover } from "react-aria-components/Popover";
import { TextField } from "react-aria-components/TextField";
import type { UsualView } from "../office/collection_spec.ts";
import { useOffice } from "../office/office_console.ts";
import { Button } from "../parts/button.tsx";
import { useChanges } from "../store/hooks.ts";
import { words } from "../words/words.ts";
import { same_query } from "./filters.ts";
import type { Query } from "./filters.ts";

const w = words({
    views: { en: "Views", zh: "视图" },
    all: { en: "All", zh: "全部" },
    save: { en: "Save this view", zh: "保存当前视图" },
    name: { en: "Name of the view", zh: "视图名称" },
    keep: { en: "Save", zh: "保存" },
    drop: { en: "Delete the view {name}", zh: "删除视图“{name}”" },
});

interface Props {
    path: string;
    usual: readonly UsualView[];
    query: Query; // with "sort"
    on_choose(query: Query): void;
}

export function ViewMenu({ path, usual, query, on_choose }: Props) {
    const { views } = useOffice();
    useChanges(views);
    const own = views.of(path);
    const { sort: _, ...filters } = query;
    const rows = [
        { name: w.all(), query: {} },
        ...usual.map(({ name, query: of }) => ({ name: name(), query: of })),
    ];
    return (
        <nav className="views" aria-label={w.views()}>
            {rows.map(({ name, query: of }) => (
                <Button
                    key={name}
                    kind="quiet"
                    aria-pressed={same_query(of, filters)}
                    onPress={() => on_choose(of)}
                >
                    {name}
                </Button>
            ))}
            {own.map(({ name, query: of }) => (
                <span key={name} className="own-view">
                    <Button
                        kind="quiet"
                        aria-pressed={same_query(of, query)}
                        onPress={() => on_choose(of)}
                    >
                        ★ {name}
                    </Button>
                    <Button
                        kind="quiet"
                        aria-label={w.drop({ name })}
                        onPress={() => views.drop(path, name)}
                    >
                        <span aria-hidden="true">✕</span>
                    </Button>
                </span>
            ))}
            <SaveView on_save={(name) => views.save(path, { name, query: { ...query } })} />
        </nav>
    );
}

function SaveView({ on_save }: { on_save(name: string): void }) {
    const [name, set_name] = useState("");
    return (
        <DialogTrigger>
            <Button kind="quiet">☆ {w.save()}</Button>
            {/* Its button for closing, which only ears find, lies beside the dialog. */}
            <Popover render={(props) => <div {...props} role="region" />}>
                <Dialog className="dialog save-view">
                    {({ close }) => (
                        <form
                            onSubmit={(event: FormEvent) => {
                                event.preventDefault();
                                if (!name.trim()) return;
                                on_save(name.trim());
                                set_name("");
                                close();
                            }}
                        >
                            <Heading slot="title" className="unseen">
                                {w.save()}
                            </Heading>
                            <TextField value={name} onChange={set_name} autoFocus maxLength={40}>
                                <Label>{w.name()}</Label>
                                <Input />
                            </TextField>
                            <Button type="submit" kind="primary">
                                {w.keep()}
                            </Button>
                        </form>
                    )}
                </Dialog>
            </Popover>
        </DialogTrigger>
    );
}
