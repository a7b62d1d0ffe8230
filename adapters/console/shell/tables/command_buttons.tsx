// The commands of an entity: the first ones as buttons, the rest in a menu.
import { Menu, MenuItem, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { Button } from "../parts/button.tsx";
import { command_word } from "../words/named.ts";
import { words } from "../words/words.ts";

const w = words({ more: { en: "More", zh: "更多" } });

interface Props {
    commands: readonly string[];
    shown?: number;
    on_command(command: string): void;
}

export function CommandButtons({ commands, shown = 3, on_command }: Props) {
    // A menu of one is a button.
    const split = commands.length <= shown + 1 ? commands.length : shown;
    const rest = commands.slice(split);
    return (
        <div className="command-buttons">
            {commands.slice(0, split).map((command, i) => (
                <Button
                    key={command}
                    kind={i === 0 ? "primary" : "plain"}
                    onPress={() => on_command(command)}
                >
                    {command_word(command)}
                </Button>
            ))}
            {rest.length > 0 && (
                <MenuTrigger>
                    <Button>{w.more()} ▾</Button>
                    <Popover>
                        <Menu onAction={(key) => on_command(String(key))}>
                            {rest.map((command) => (
                                <MenuItem key={command} id={command}>
                                    {command_word(command)}
                                </MenuItem>
                            ))}
                        </Menu>
                    </Popover>
                </MenuTrigger>
            )}
        </div>
    );
}
