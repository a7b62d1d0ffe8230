// Day or night by one press: a dark room wants another wall than a bright one.
import { useSyncExternalStore } from "react";
import { on_theme, set_theme, shown_theme } from "@/shell/look/theme.ts";
import { Button } from "@/shell/parts/button.tsx";
import { words } from "@/shell/words/words.ts";

const w = words({
    day: { en: "Day colours", zh: "日间配色" },
    night: { en: "Night colours", zh: "夜间配色" },
});

export function ThemeSwitch() {
    const shown = useSyncExternalStore(on_theme, shown_theme);
    const next = shown === "day" ? "night" : "day";
    return (
        <Button kind="quiet" onPress={() => set_theme(next)}>
            {w[next]()}
        </Button>
    );
}
