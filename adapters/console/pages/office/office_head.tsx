// The head of the office: where one is, the way to any list, drafts, language, look, who sits here.
import { useOffice } from "@/shell/office/office_console.ts";
import { PageLink } from "@/shell/tables/entity_ref.tsx";
import { Button } from "@/shell/parts/button.tsx";
import { LanguageSwitch } from "@/shell/parts/language_switch.tsx";
import { useChanges } from "@/shell/store/hooks.ts";
import { words } from "@/shell/words/words.ts";
import { DraftMenu } from "./draft_menu.tsx";
import { ThemeSwitch } from "./theme_switch.tsx";

const w = words({
    office: { en: "Office", zh: "业务管理" },
    menu: { en: "Menu", zh: "菜单" },
    jump: { en: "Go to…", zh: "跳转…" },
    sign_out: { en: "Sign out", zh: "退出" },
});

interface Props {
    menu: boolean;
    on_menu(): void;
    on_jump(): void;
}

export function OfficeHead({ menu, on_menu, on_jump }: Props) {
    const office = useOffice();
    useChanges(office.identity);
    return (
        <header className="office-head">
            <Button kind="quiet" className="menu-button" aria-expanded={menu} onPress={on_menu}>
                ☰ {w.menu()}
            </Button>
            <PageLink to="/office" className="home">
                {w.office()}
            </PageLink>
            <Button className="jump-button" hot_key="/" onPress={on_jump}>
                {w.jump()}
            </Button>
            <span className="space" />
            <DraftMenu />
            <ThemeSwitch />
            <LanguageSwitch />
            <span className="who-sits">{office.identity.name}</span>
            <Button kind="quiet" onPress={() => office.sign_out()}>
                {w.sign_out()}
            </Button>
        </header>
    );
}
