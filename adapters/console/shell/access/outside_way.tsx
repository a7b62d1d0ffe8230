// The way in by another service, where the server says that there is one.
import { useEffect, useState } from "react";
import { useConsole } from "../console_context.ts";
import { as_problem } from "../net/problem.ts";
import { until_answered } from "../net/until_answered.ts";
import { Button } from "../parts/button.tsx";
import { words } from "../words/words.ts";
import { read_outside } from "./access_api.ts";
import { begin_outside, can_bind } from "./outside.ts";
import { needs_https_text, outside_text } from "./outside_words.ts";

const w = words({
    or: { en: "or", zh: "或" },
    go: { en: "Sign in with {name}", zh: "使用{name}登录" },
    busy: { en: "Opening {name}…", zh: "正在打开{name}…" },
});

export function OutsideWay() {
    const { api } = useConsole();
    const [name, set_name] = useState("");
    const [busy, set_busy] = useState(false);
    const [why, say_why] = useState<(() => string) | null>(null);
    const [attempt, set_attempt] = useState(0);
    useEffect(() => {
        let wanted = true;
        until_answered(
            () => read_outside(api),
            (told) => wanted && set_name(told.name),
            () => wanted,
        );
        // Whoever comes back by the browser's button may find the page as it was left.
        const back = () => set_busy(false);
        window.addEventListener("pageshow", back);
        return () => {
            wanted = false;
            window.removeEventListener("pageshow", back);
        };
    }, [api]);
    if (!name) return null;

    const refuse = (text: () => string) => {
        say_why(() => text);
        set_attempt((n) => n + 1);
        set_busy(false);
    };
    const go = async () => {
        if (busy) return;
        if (!can_bind()) return refuse(() => needs_https_text(name));
        set_busy(true);
        say_why(null);
        try {
            window.location.assign(await begin_outside(api, name));
        } catch (error) {
            const problem = as_problem(error);
            refuse(() => outside_text(problem, name));
        }
    };
    return (
        <div className="sign-in-outside">
            <p className="sign-in-or">{w.or()}</p>
            {why && (
                <p key={attempt} role="alert" className="problem">
                    {why()}
                </p>
            )}
            <Button onPress={() => void go()}>{busy ? w.busy({ name }) : w.go({ name })}</Button>
        </div>
    );
}
