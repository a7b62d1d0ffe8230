// Who sits here, his account, how it looks to him, and leaving.
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
    account: { en: "My account", zh: "我的账号" },
    menu: { en: "{name}: account, look, sign out", zh: "{name}：账号、外观、退出" },
});

const sign_out = "sign_out";
const account = "account";
// In this tab, which alone knows the token.
const account_page = "/?account";

export function PersonMenu() {
    const console = useConsole();
    useChanges(console.identity);
    const [look, set_look] = useState<Theme>(theme);
    useChanges(console.watch);
    const name = console.watch.view?.shown_name || console.identity.name;
    return (
        <MenuTrigger>
            <Button kind="quiet" aria-label={w.menu({ name })}>
                <span className="person-name">{name}</span> <span aria-hidden="true">▾</span>
            </Button>
            <Popover>
                <Menu
                    onAction={(key) => {
                        if (key === sign_out) console.sign_out();
                        if (key === account) window.location.assign(account_page);
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
                    <MenuItem id={account}>{w.account()}</MenuItem>
                    <MenuItem id={sign_out}>{w.sign_out()}</MenuItem>
                </Menu>
            </Popover>
        </MenuTrigger>
    );
}
