// A link or a secret that the service tells once: to be passed on now.
import { useEffect, useRef } from "react";
import { CopyText } from "@/shell/access/copy_text.tsx";
import { QrCode } from "@/shell/access/qr_code.tsx";
import { Button } from "@/shell/parts/button.tsx";
import { words } from "@/shell/words/words.ts";
import type { Told } from "./told.ts";

const w = words({
    link: { en: "Invitation of {name}", zh: "{name}的邀请链接" },
    link_text: {
        en: "Give this link to {name} alone: whoever opens it first chooses the passphrase. It is shown only now.",
        zh: "请仅交给{name}本人：先打开者即可设置密码。链接仅显示这一次。",
    },
    qr: { en: "QR code of the link", zh: "邀请链接二维码" },
    secret: { en: "Secret of {name}", zh: "{name}的令牌" },
    secret_text: {
        en: "Put this token into the machine that it is for. It is shown only now.",
        zh: "请将该令牌配置到对应设备或系统。令牌仅显示这一次。",
    },
    done: { en: "Passed on, hide it", zh: "已交付，隐藏" },
});

export function ToldOnce({ told, on_done }: { told: Told; on_done(): void }) {
    const { kind, name, text } = told;
    const head = useRef<HTMLHeadingElement>(null);
    useEffect(() => head.current?.focus(), [text]);
    const is_link = kind === "link";
    const title = is_link ? w.link({ name }) : w.secret({ name });
    return (
        <section className="told-once" aria-label={title}>
            <h3 ref={head} tabIndex={-1}>
                {title}
            </h3>
            <p>{is_link ? w.link_text({ name }) : w.secret_text()}</p>
            <CopyText text={text} label={title} />
            {is_link && <QrCode text={text} label={w.qr()} />}
            <Button onPress={on_done}>{w.done()}</Button>
        </section>
    );
}
