// Forms that were begun and not sent, each with the way back to it.
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { go } from "@/shell/address.ts";
import { useOffice } from "@/shell/office/office_console.ts";
import { Button } from "@/shell/parts/button.tsx";
import { useChanges } from "@/shell/store/hooks.ts";
import { collection_word, command_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";

const w = words({
    drafts: { en: "{n, plural, one {# draft} other {# drafts}}", zh: "{n} 份草稿" },
});

// "UpdateMember members 7" -> its form. One that began elsewhere (a line without a number) has none.
function address_of_draft(id: string): string | null {
    const [command = "", path = "", subject = ""] = id.split(" ");
    if (!command || !path) return null;
    if (/^\d+$/.test(subject)) return `/office/${path}/${subject}?do=${command}`;
    return subject === "{}" ? `/office/${path}?do=${command}` : null;
}

export function DraftMenu() {
    const { drafts } = useOffice();
    useChanges(drafts);
    const rows = drafts.all().flatMap(({ id }) => {
        const address = address_of_draft(id);
        return address ? [{ id, address }] : [];
    });
    if (rows.length === 0) return null;
    return (
        <MenuTrigger>
            <Button kind="quiet">{w.drafts({ n: rows.length })}</Button>
            <Popover>
                <Menu onAction={(key) => go(String(key))}>
                    {rows.map(({ id, address }) => {
                        const [command = "", path = "", subject = ""] = id.split(" ");
                        return (
                            <MenuItem key={id} id={address}>
                                {command_word(command)} · {collection_word(path)}{" "}
                                {/^\d+$/.test(subject) ? `#${subject}` : ""}
                            </MenuItem>
                        );
                    })}
                </Menu>
            </Popover>
        </MenuTrigger>
    );
}
