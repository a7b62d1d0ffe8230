// Puts a page on the screen: its console, the sign-in over it, and anew when the language changes.
import { Component } from "react";
import type { ComponentType, ReactNode } from "react";
import { createRoot } from "react-dom/client";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { Console } from "./console.ts";
import type { ConsoleOptions } from "./console.ts";
import { ConsoleContext } from "./console_context.ts";
import { apply_theme } from "./look/theme.ts";
import { SignIn } from "./sign_in.tsx";
import { useChanges } from "./store/hooks.ts";
import { chosen, locale, words } from "./words/words.ts";
import type { Say } from "./words/words.ts";

const w = words({
    broken: { en: "This page has a fault.", zh: "页面出现故障。" },
    reload: { en: "Load it again", zh: "重新加载" },
});

interface PageOptions<C extends Console> {
    title: Say;
    make_console(): C;
    Page: ComponentType;
}

export function start_page<C extends Console>({ title, make_console, Page }: PageOptions<C>): C {
    apply_theme();
    const console = make_console();
    const node = document.getElementById("page");
    if (!node) throw new Error("the page has no #page");
    createRoot(node).render(
        <ConsoleContext value={console}>
            <Whole title={title} Page={Page} />
        </ConsoleContext>,
    );
    console.start();
    // A link with a token that is opened in this tab again.
    window.addEventListener("hashchange", () => {
        if (window.location.hash.includes("token=")) window.location.reload();
    });
    return console;
}

export const plain_console = (options: ConsoleOptions) => () => new Console(options);

function Whole({ title, Page }: { title: Say; Page: ComponentType }) {
    useChanges(chosen);
    document.documentElement.lang = locale();
    document.title = title();
    return (
        <I18nProvider locale={locale()}>
            <Guard>
                <SignIn title={title()}>
                    {/* Words are said while drawing: another language draws everything anew. */}
                    <Page key={chosen.language} />
                </SignIn>
            </Guard>
        </I18nProvider>
    );
}

// A fault of one drawing must not leave an empty screen without a word.
class Guard extends Component<{ children: ReactNode }, { fault: string }> {
    override state = { fault: "" };

    static getDerivedStateFromError(error: unknown) {
        return { fault: String(error) };
    }

    override render() {
        if (!this.state.fault) return this.props.children;
        return (
            <main className="page-fault" role="alert">
                <h1>{w.broken()}</h1>
                <p>{this.state.fault}</p>
                <button onClick={() => window.location.reload()}>{w.reload()}</button>
            </main>
        );
    }
}
