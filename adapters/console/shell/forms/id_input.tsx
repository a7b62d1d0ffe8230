// An entity of a collection, found by its name or number.
import { useEffect, useState } from "react";
import { ComboBox } from "react-aria-components/ComboBox";
import { FieldError } from "react-aria-components/FieldError";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Text } from "react-aria-components/Text";
import { useOffice } from "../office/office_console.ts";
import { useEntityName } from "../tables/entity_ref.tsx";
import { chosen, words } from "../words/words.ts";
import { find_entities } from "./search.ts";
import type { Hit } from "./search.ts";

const w = words({
    hint: { en: "Name or #number", zh: "姓名或 #编号" },
    none: { en: "Nobody and nothing found.", zh: "未找到。" },
});

const pause_ms = 200;

interface Props {
    label: string;
    path: string;
    value: number; // 0 = none
    error?: string;
    on_change(id: number): void;
}

export function IdInput({ label, path, value, error, on_change }: Props) {
    const { api } = useOffice();
    const name = useEntityName(path, value);
    const [typed, type] = useState<string | null>(null); // null: nobody is typing
    const [hits, set_hits] = useState<readonly Hit[]>([]);
    useEffect(() => {
        if (typed === null) return undefined;
        const stop = new AbortController();
        const timer = window.setTimeout(() => {
            find_entities(api, path, typed, chosen.language, stop.signal).then(
                (found) => stop.signal.aborted || set_hits(found),
                () => stop.signal.aborted || set_hits([]),
            );
        }, pause_ms);
        return () => {
            window.clearTimeout(timer);
            stop.abort();
        };
    }, [api, path, typed]);
    return (
        <ComboBox
            inputValue={typed ?? (value ? name : "")}
            onInputChange={(text) => {
                // A name that comes in late is no typing.
                if (text !== (value ? name : "")) type(text);
                if (text === "" && value) on_change(0);
            }}
            selectedKey={value ? String(value) : null}
            onSelectionChange={(key) => {
                if (key === null) return;
                type(null);
                on_change(Number(key));
            }}
            onBlur={() => type(null)}
            onFocus={() => hits.length === 0 && type(typed ?? "")}
            items={hits}
            allowsEmptyCollection
            allowsCustomValue
            menuTrigger="input"
            isInvalid={Boolean(error)}
            defaultFilter={() => true}
        >
            <Label>{label}</Label>
            <Input placeholder={w.hint()} />
            <FieldError>{error}</FieldError>
            <Popover>
                <ListBox<Hit>
                    className="react-aria-ListBox hits"
                    renderEmptyState={() => <p className="empty">{w.none()}</p>}
                >
                    {({ id, name: hit, more }) => (
                        <ListBoxItem id={String(id)} textValue={hit}>
                            <Text slot="label">{hit}</Text> <span className="dim">#{id}</span>
                            {more && (
                                <Text slot="description" className="hit-more">
                                    {more}
                                </Text>
                            )}
                        </ListBoxItem>
                    )}
                </ListBox>
            </Popover>
        </ComboBox>
    );
}
