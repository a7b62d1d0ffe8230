// The head of the office: where one is, the way to any list, drafts, language, look, who sits here.
import { PageLink } from "@/shell/parts/page_link.tsx";
import { Button } from "@/shell/parts/button.tsx";
import { LanguageSwitch } from "@/shell/parts/language_switch.tsx";
import { PersonMenu } from "@/shell/parts/person_menu.tsx";
import { words } from "@/shell/words/words.ts";
import { DraftMenu } from "./draft_menu.tsx";

const w = words({
    office: { en: "Office", zh: "业务管理" },
    menu: { en: "Menu", zh: "菜单" },
    jump: { en: "Go to…", zh: "跳转…" },
    content: { en: "Skip to the content", zh: "跳到正文" },
});

interface Props {
    menu: boolean;
    on_menu(): void;
    on_jump(): void;
    on_content(): void;
}

export function OfficeHead({ menu, on_menu, on_jump, on_content }: Props) {
    return (
        <header className="office-head">
            <Button className="skip" onPress={on_content}>
                {w.content()}
            </Button>
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
            <LanguageSwitch />
            <PersonMenu />
        </header>
    );
}
