// Who may come in, and as what: the security administrator's page.
import type { ComponentType } from "react";
import { AccountList } from "@/areas/accounts/account_list.tsx";
import { TokenList } from "@/areas/accounts/token_list.tsx";
import { usePath } from "@/shell/address.ts";
import { useConsole } from "@/shell/console_context.ts";
import { Guard } from "@/shell/guard.tsx";
import { LanguageSwitch } from "@/shell/parts/language_switch.tsx";
import { PageParts } from "@/shell/parts/page_parts.tsx";
import { PersonMenu } from "@/shell/parts/person_menu.tsx";
import { ToastRegion } from "@/shell/parts/toasts.tsx";
import { useChanges } from "@/shell/store/hooks.ts";
import { words } from "@/shell/words/words.ts";
import type { Say } from "@/shell/words/words.ts";

const w = words({
    title: { en: "Accounts", zh: "账号管理" },
    people: { en: "People", zh: "人员" },
    machines: { en: "Machines", zh: "设备" },
    home: { en: "Start page", zh: "首页" },
    forbidden: {
        en: "Only a security administrator keeps accounts and tokens.",
        zh: "只有安全管理员可以管理账号和令牌。",
    },
});

interface Part {
    name: string; // in the address
    title: Say;
    Page: ComponentType;
}
const parts: readonly Part[] = [
    { name: "", title: w.people, Page: AccountList },
    { name: "tokens", title: w.machines, Page: TokenList },
];

export function Accounts() {
    const { identity } = useConsole();
    useChanges(identity);
    const [, name = ""] = usePath();
    const shown = parts.find((part) => part.name === name) ?? parts[0];
    if (!shown) return null;
    const may = identity.state !== "yes" || identity.roles.has("security_admin");
    return (
        <div className="accounts">
            <header className="accounts-head">
                <h1>{w.title()}</h1>
                <PageParts page="accounts" parts={parts} shown={shown} />
                <span className="space" />
                <a href="/?account">{w.home()}</a>
                <LanguageSwitch />
                <PersonMenu />
            </header>
            <main className="accounts-main">
                <Guard key={shown.name} part>
                    {may ? <shown.Page /> : <p className="empty">{w.forbidden()}</p>}
                </Guard>
            </main>
            <ToastRegion />
        </div>
    );
}
