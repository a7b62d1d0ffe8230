// Day, night, contrast, or as the computer has it.
import { useSyncExternalStore } from "react";
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { on_theme, set_theme, theme, themes } from "@/shell/look/theme.ts";
import type { Theme } from "@/shell/look/theme.ts";
import { Button } from "@/shell/parts/button.tsx";
import { words } from "@/shell/words/words.ts";

const w = words({
    look: { en: "Look", zh: "外观" },
    system: { en: "As the computer", zh: "跟随系统" },
    day: { en: "Day", zh: "日间" },
    night: { en: "Night", zh: "夜间" },
    contrast: { en: "High contrast", zh: "高对比度" },
});

export function ThemeSwitch() {
    const chosen = useSyncExternalStore(on_theme, theme);
    return (
        <MenuTrigger>
            <Button kind="quiet" className="look-button">
                {w.look()}
            </Button>
            <Popover>
                <Menu
                    selectionMode="single"
                    selectedKeys={[chosen]}
                    onAction={(key) => set_theme(key as Theme)}
                >
                    {themes.map((one) => (
                        <MenuItem key={one} id={one}>
                            {one === chosen ? "✓ " : ""}
                            {w[one]()}
                        </MenuItem>
                    ))}
                </Menu>
            </Popover>
        </MenuTrigger>
    );
}
