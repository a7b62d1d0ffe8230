// Who sits here, how it looks to him, and leaving.
import { Header } from "react-aria-components/Header";
import { Menu, MenuItem, MenuSection, MenuTrigger } from "react-aria-components/Menu";
import { Popover } from "react-aria-components/Popover";
import { Separator } from "react-aria-components/Separator";
import { useState } from "react";
import { useConsole } from "../console_context.ts";
import { set_theme, theme, themes } from "../look/theme.ts";
import type { Theme } from "../look/theme.ts";
import { useChanges } from "../store/hooks.ts";
import { words } from "../words/words.ts";
import { Button } from "./button.tsx";

const w = words({
    look: { en: "Look", zh: "外观" },
    system: { en: "as the system", zh: "跟随系统" },
    day: { en: "day", zh: "日间" },
    night: { en: "night", zh: "夜间" },
    contrast: { en: "high contrast", zh: "高对比度" },
    sign_out: { en: "Sign out", zh: "退出登录" },
    menu: { en: "{name}: look, sign out", zh: "{name}：外观、退出" },
});

const sign_out = "sign_out";

export function PersonMenu() {
    const console = useConsole();
    useChanges(console.identity);
    const [look, set_look] = useState<Theme>(theme);
    const { name } = console.identity;
    return (
        <MenuTrigger>
            <Button kind="quiet" aria-label={w.menu({ name })}>
                <span className="person-name">{name}</span> <span aria-hidden="true">▾</span>
            </Button>
            <Popover>
                <Menu
                    onAction={(key) => {
                        if (key === sign_out) console.sign_out();
                    }}
                >
                    <MenuSection
                        selectionMode="single"
                        selectedKeys={[look]}
                        onSelectionChange={(keys) => {
                            const [next] = keys as Set<Theme>;
                            if (!next) return;
                            set_theme(next);
                            set_look(next);
                        }}
                    >
                        <Header>{w.look()}</Header>
                        {themes.map((one) => (
                            <MenuItem key={one} id={one} textValue={w[one]()}>
                                {({ isSelected }) => `${isSelected ? "✓ " : ""}${w[one]()}`}
                            </MenuItem>
                        ))}
                    </MenuSection>
                    <Separator />
                    <MenuItem id={sign_out}>{w.sign_out()}</MenuItem>
                </Menu>
            </Popover>
        </MenuTrigger>
    );
}
