// What stands in the sign-in: why somebody has to, and the ways in.
import { useState } from "react";
import { useConsole } from "../console_context.ts";
import type { SignedIn } from "../console.ts";
import { Button } from "../parts/button.tsx";
import { useChanges } from "../store/hooks.ts";
import { words } from "../words/words.ts";
import { OutsideWay } from "./outside_way.tsx";
import { PersonForm } from "./person_form.tsx";
import { TokenForm } from "./token_form.tsx";
import "./access.css";

const w = words({
    refused_token: {
        en: "This token is not valid (any more). Please sign in again.",
        zh: "令牌无效或已失效，请重新登录。",
    },
    refused: {
        en: "Your session has ended: it ran out, or somebody ended it. What you typed is still there.",
        zh: "登录已失效：已到期或被管理员终止。您输入的内容仍保留。",
    },
    forbidden: {
        en: "Your roles do not allow this page. Sign in as somebody else.",
        zh: "您的角色无权使用此页面，请换用其他账号。",
    },
    forbidden_token: {
        en: "This token may not use this console. Another one is needed.",
        zh: "该令牌无权使用此页面，请换用其他令牌。",
    },
    idle: {
        en: "Your session has ended, because nobody used this page for a while. What you typed is still there.",
        zh: "长时间未操作，已自动退出。您输入的内容仍保留。",
    },
    over: {
        en: "Your session has ended: it had lasted as long as it may. What you typed is still there.",
        zh: "登录已达最长时限，请重新登录。您输入的内容仍保留。",
    },
    by_token: { en: "Sign in with an access token", zh: "使用访问令牌登录" },
    by_name: { en: "Sign in with name and passphrase", zh: "使用账号和密码登录" },
});

function why(state: SignedIn, by_machine: boolean): string {
    if (state === "idle") return w.idle();
    if (state === "over") return w.over();
    if (state === "refused") return by_machine ? w.refused_token() : w.refused();
    if (state === "forbidden") return by_machine ? w.forbidden_token() : w.forbidden();
    return "";
}

export default function SignInForm() {
    const { identity } = useConsole();
    useChanges(identity);
    const { state, by_machine } = identity;
    // Whoever came with a token has another one rather than a name.
    const [by_token, set_by_token] = useState(by_machine && state !== "no");
    const text = why(state, by_machine);
    return (
        <div className="sign-in-form">
            {text && <p role="alert">{text}</p>}
            {by_token ? <TokenForm /> : <PersonForm />}
            <OutsideWay />
            <Button kind="quiet" className="sign-in-way" onPress={() => set_by_token(!by_token)}>
                {by_token ? w.by_name() : w.by_token()}
            </Button>
        </div>
    );
}
