import { useEffect } from "react";
import type { ReactNode } from "react";
import { finish_outside } from "@/shell/access/access_api.ts";
import { way_back } from "@/shell/access/outside.ts";
import { not_ours_text, outside_text, provider_text } from "@/shell/access/outside_words.ts";
import type { Console } from "@/shell/console.ts";
import { useConsole } from "@/shell/console_context.ts";
import { as_problem } from "@/shell/net/problem.ts";
import type { Problem } from "@/shell/net/problem.ts";
import { Button } from "@/shell/parts/button.tsx";
import { LanguageSwitch } from "@/shell/parts/language_switch.tsx";
import { Changing } from "@/shell/store/changing.ts";
import { useChanges } from "@/shell/store/hooks.ts";
import { words } from "@/shell/words/words.ts";
import { take_brought } from "./brought.ts";

const w = words({
    title: { en: "Signing in to Muster", zh: "登录 Muster" },
    busy: { en: "Signing you in…", zh: "正在登录…" },
    said: { en: "What it said:", zh: "对方返回的信息：" },
    again: { en: "Try again", zh: "重试" },
    back: { en: "Back to the sign-in", zh: "返回登录" },
});

// It goes on while a change of language draws everything anew.
class Finishing extends Changing {
    readonly brought = take_brought();
    problem: Problem | null = null;
    #busy = false;

    get can(): boolean {
        const { begun, code, error } = this.brought;
        return begun !== null && code !== "" && error === "";
    }

    async finish({ api, session }: Console): Promise<void> {
        const { begun, code, state } = this.brought;
        if (!this.can || !begun || this.#busy) return;
        this.#busy = true;
        this.#tell(null);
        try {
            const { token, idle_ms } = await finish_outside(api, { code, state, binding: begun.binding });
            session.save(token, idle_ms);
            window.location.replace(way_back(begun.back, window.location.origin));
        } catch (error) {
            this.#busy = false;
            this.#tell(as_problem(error));
        }
    }

    #tell(problem: Problem | null): void {
        this.problem = problem;
        this.changed();
    }
}
const finishing = new Finishing();

export function SignedInPage() {
    const console = useConsole();
    useChanges(finishing);
    const { problem, can } = finishing;
    const { begun, error, said } = finishing.brought;
    useEffect(() => {
        if (!finishing.problem) void finishing.finish(console);
    }, [console]);
    const back = way_back(begun?.back ?? "/", window.location.origin);
    if (can && !problem) {
        return (
            <Frame>
                <p role="status">{w.busy()}</p>
            </Frame>
        );
    }
    if (can && problem) {
        return (
            <Frame back={back}>
                <Alert>{outside_text(problem, begun?.name ?? "")}</Alert>
                {/* Nobody heard it, as far as is known: the same may still be good. */}
                {problem.status === 0 && (
                    <Button onPress={() => void finishing.finish(console)}>{w.again()}</Button>
                )}
            </Frame>
        );
    }
    // Words in the address of a sign-in that nobody began here are anybody's.
    return (
        <Frame back={back}>
            <Alert>{begun && error ? provider_text(error, begun.name) : not_ours_text()}</Alert>
            {begun && error && (
                <p className="signed-in-said">
                    {w.said()} <code>{said}</code>
                </p>
            )}
        </Frame>
    );
}

const Alert = ({ children }: { children: ReactNode }) => (
    <p role="alert" className="problem">
        {children}
    </p>
);

function Frame({ back, children }: { back?: string; children: ReactNode }) {
    return (
        <main className="signed-in">
            <header>
                <h1>{w.title()}</h1>
                <LanguageSwitch />
            </header>
            {children}
            {back && (
                <p>
                    <a className="signed-in-back" href={back}>
                        {w.back()}
                    </a>
                </p>
            )}
        </main>
    );
}
