// Puts a page on the screen: its console, the sign-in over it, and anew when the language changes.
import type { ComponentType } from "react";
import { createRoot } from "react-dom/client";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { SessionBanner } from "./access/session_banner.tsx";
import { Console } from "./console.ts";
import type { ConsoleOptions } from "./console.ts";
import { ConsoleContext } from "./console_context.ts";
import { Guard } from "./guard.tsx";
import { apply_theme } from "./look/theme.ts";
import { SignIn } from "./sign_in.tsx";
import { useChanges } from "./store/hooks.ts";
import { chosen, locale } from "./words/words.ts";
import type { Say } from "./words/words.ts";

interface PageOptions<C extends Console> {
    title: Say;
    make_console(): C;
    Page: ComponentType;
    open?: boolean; // nobody needs to sign in first, and whoever has is not asked about
}

export function start_page<C extends Console>({ title, make_console, Page, open = false }: PageOptions<C>): C {
    apply_theme();
    const console = make_console();
    const node = document.getElementById("page");
    if (!node) throw new Error("the page has no #page");
    createRoot(node).render(
        <ConsoleContext value={console}>
            <Whole title={title} Page={Page} open={open} />
        </ConsoleContext>,
    );
    if (!open) console.start();
    // A link with a token that is opened in this tab again.
    window.addEventListener("hashchange", () => {
        if (window.location.hash.includes("token=")) window.location.reload();
    });
    return console;
}

export const plain_console = (options: ConsoleOptions) => () => new Console(options);

function Whole({ title, Page, open }: { title: Say; Page: ComponentType; open: boolean }) {
    useChanges(chosen);
    document.documentElement.lang = locale();
    document.title = title();
    // Words are said while drawing: another language draws everything anew.
    const page = <Page key={chosen.language} />;
    return (
        <I18nProvider locale={locale()}>
            <Guard>
                {open ? page : <SignIn title={title()}>{page}</SignIn>}
                {!open && <SessionBanner key={`banner ${chosen.language}`} />}
            </Guard>
        </I18nProvider>
    );
}
