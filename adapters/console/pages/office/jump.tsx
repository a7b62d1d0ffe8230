// The way to any list, start view or new entry by a few letters: `/`, letters, Enter.
import { useState } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { Menu, MenuItem } from "react-aria-components/Menu";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { SearchField } from "react-aria-components/SearchField";
import { go } from "@/shell/address.ts";
import { model } from "@/shell/model/muster_model.ts";
import { useOffice } from "@/shell/office/office_console.ts";
import { new_commands } from "@/shell/tables/commands.ts";
import { collection_word, command_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import { areas } from "./areas.ts";
import { jump_rows, matches } from "./jump_rows.ts";
import { starts_for } from "./starts.ts";

const w = words({
    title: { en: "Go to", zh: "跳转" },
    what: { en: "List, work or new entry", zh: "列表、工作或新建" },
    none: { en: "Nothing of that name.", zh: "没有匹配项。" },
});

export function Jump({ on_close }: { on_close(): void }) {
    const { identity } = useOffice();
    const [text, type] = useState("");
    const rows = jump_rows({
        starts: starts_for(identity.may_send).map(({ name, title }) => ({
            path: name,
            name: title(),
        })),
        areas: areas.map((area) => ({
            name: area.name(),
            lists: area.collections
                .filter(({ path }) => model.collection(path))
                .map(({ path }) => ({
                    path,
                    name: collection_word(path),
                    commands: new_commands(model, path, identity.may_send).map((command) => ({
                        command,
                        name: command_word(command),
                    })),
                })),
        })),
    }).filter((row) => matches(row, text));
    return (
        <ModalOverlay
            isOpen
            isDismissable
            onOpenChange={(open) => !open && on_close()}
            className="overlay jump-overlay"
        >
            <Modal className="modal">
                <Dialog className="dialog jump">
                    <Heading slot="title" className="unseen">
                        {w.title()}
                    </Heading>
                    <Autocomplete inputValue={text} onInputChange={type}>
                        <SearchField autoFocus>
                            <Label>{w.what()}</Label>
                            <Input />
                        </SearchField>
                        <Menu
                            aria-label={w.title()}
                            items={rows}
                            onAction={(key) => {
                                on_close();
                                go(String(key));
                            }}
                            renderEmptyState={() => <p className="empty">{w.none()}</p>}
                        >
                            {({ address, name, more }) => (
                                <MenuItem id={address} textValue={name}>
                                    {name} <span className="dim">{more}</span>
                                </MenuItem>
                            )}
                        </Menu>
                    </Autocomplete>
                </Dialog>
            </Modal>
        </ModalOverlay>
    );
}
