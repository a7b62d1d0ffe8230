// The other way in: a token, as machines, demonstrations and the first administrator have.
import { useState } from "react";
import type { FormEvent } from "react";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { TextField } from "react-aria-components/TextField";
import { useConsole } from "../console_context.ts";
import { Button } from "../parts/button.tsx";
import { words } from "../words/words.ts";

const w = words({
    token: { en: "Access token", zh: "访问令牌" },
    hint: {
        en: "The token stays in this tab and is gone when it closes.",
        zh: "令牌只保存在本标签页，关闭后即失效。",
    },
    hint_kept: {
        en: "The token stays on this device until you sign out.",
        zh: "令牌保存在本机，退出登录后删除。",
    },
    go: { en: "Sign in", zh: "登录" },
});

export function TokenForm() {
    const console = useConsole();
    const [token, set_token] = useState("");
    const send = (event: FormEvent) => {
        event.preventDefault();
        if (token.trim()) console.sign_in(token);
    };
    return (
        <form onSubmit={send}>
            <TextField
                value={token}
                onChange={set_token}
                type="password"
                autoComplete="off"
                autoFocus
                isRequired
            >
                <Label>{w.token()}</Label>
                <Input />
            </TextField>
            <p className="hint">{console.session.kept ? w.hint_kept() : w.hint()}</p>
            <Button type="submit" kind="primary">
                {w.go()}
            </Button>
        </form>
    );
}
