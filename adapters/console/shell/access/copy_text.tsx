// Something long that is copied rather than typed.
import { useState } from "react";
import { Button } from "../parts/button.tsx";
import { words } from "../words/words.ts";

const w = words({
    copy: { en: "Copy", zh: "复制" },
    copied: { en: "Copied", zh: "已复制" },
    failed: { en: "Could not be copied: mark it and copy it yourself.", zh: "无法复制，请手动选择并复制。" },
});

export async function copied(text: string): Promise<boolean> {
    try {
        await navigator.clipboard.writeText(text);
        return true;
    } catch {
        return false; // Not allowed here, or no secure address.
    }
}

// label: of what is copied, for whoever hears the button.
export function CopyButton({ text, label, name }: { text: string; label: string; name?: string }) {
    const [said, say] = useState("");
    return (
        <span className="copy">
            <Button
                aria-label={`${name ?? w.copy()}: ${label}`}
                onPress={async () => say((await copied(text)) ? w.copied() : w.failed())}
            >
                {name ?? w.copy()}
            </Button>
            <span role="status">{said}</span>
        </span>
    );
}

export function CopyText({ text, label }: { text: string; label: string }) {
    return (
        <div className="copy-text">
            <code>{text}</code>
            <CopyButton text={text} label={label} />
        </div>
    );
}
