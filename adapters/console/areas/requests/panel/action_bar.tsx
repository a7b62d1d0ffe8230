// What can be done now: what is done often beside each other, the rest in a menu.
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { Button, Key } from "@/shell/parts/button.tsx";
import { command_word } from "@/shell/words/named.ts";
import { words } from "@/shell/words/words.ts";
import type { Request } from "muster/schema";
import type { Action } from "../action_parts.ts";
import { offered } from "../actions.ts";
import { useDesk } from "../desk_console.ts";
import { act, facts_of } from "./acting.ts";
import { keep_keys } from "./keys_of_fields.ts";

const w = words({
    title: { en: "Actions", zh: "操作" },
    more: { en: "More", zh: "更多" },
});

const most_buttons = 5;

// A silent caller's safety comes before the rest; that of others is seldom asked.
const is_frequent = (action: Action, request: Request): boolean =>
    Boolean(action.frequent) && (action.id !== "verify" || request.safety === "unverified");

export function ActionBar({ request }: { request: Request }) {
    const desk = useDesk();
    const all = offered(request, facts_of(desk));
    const buttons = all.filter((action) => is_frequent(action, request)).slice(0, most_buttons);
    const more = all.filter((action) => !buttons.includes(action));
    return (
        <section className="action-bar" aria-label={w.title()}>
            {buttons.map(({ id, command, key }) => (
                <Button key={id} hot_key={key} onPress={() => act(desk, id)}>
                    {command_word(command)}
                </Button>
            ))}
            {more.length > 0 && (
                <div onKeyDown={keep_keys}>
                    <MenuTrigger>
                        <Button>{w.more()} ▾</Button>
                        <Popover>
                            <Menu aria-label={w.more()} onAction={(id) => act(desk, String(id))}>
                                {more.map((action) => (
                                    <MoreItem key={action.id} action={action} />
                                ))}
                            </Menu>
                        </Popover>
                    </MenuTrigger>
                </div>
            )}
        </section>
    );
}

function MoreItem({ action: { id, command, key, danger } }: { action: Action }) {
    const text = command_word(command);
    return (
        <MenuItem
            id={id}
            textValue={text}
            className={`react-aria-MenuItem ${danger ? "danger" : ""}`}
        >
            {text}
            {key && <Key>{key}</Key>}
        </MenuItem>
    );
}
