// Help and cheat sheet: the keys and the verbs of the command line, as their own rows have them. It can
// be printed.
import { useState } from "react";
import { Dialog } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { shown_shortcuts, useShortcuts } from "../keys/shortcuts.ts";
import { usage } from "../line/verb.ts";
import type { Verb } from "../line/verb.ts";
import { Button } from "../parts/button.tsx";
import { words } from "../words/words.ts";
import "./help.css";

const w = words({
    help: { en: "Help", zh: "帮助" },
    title: { en: "Keys and commands", zh: "按键与命令" },
    keys: { en: "Keys", zh: "按键" },
    key: { en: "Key", zh: "按键" },
    does: { en: "What it does", zh: "作用" },
    in_fields: { en: "also in fields", zh: "输入框中也有效" },
    commands: { en: "Command line", zh: "命令行" },
    command: { en: "Command", zh: "命令" },
    rules: {
        en: "[ ] may be left out. REQ: 257, #257, or . for the open request, which is meant when it is left out. UNIT: number, call sign, name or its pinyin initials. A number alone opens that request; other words search everything. Tab completes, ↑ brings back the line before, Esc empties.",
        zh: "[ ] 中的内容可省略。编号：257、#257，或用 . 表示当前打开的请求；省略时即为当前请求。人员：编号、呼号、姓名或拼音首字母。单独输入编号则打开该请求；其他文字则搜索全部内容。Tab 补全，↑ 调出上一条，Esc 清空。",
    },
    print: { en: "Print", zh: "打印" },
    close: { en: "Close", zh: "关闭" },
    space: { en: "Space", zh: "空格" },
});

const key_text = (key: string): string => (key === " " ? w.space() : key === "Escape" ? "Esc" : key);

// Keys that do the same stand in one row.
function key_rows(): { keys: string[]; label: string; in_fields: boolean }[] {
    const rows = new Map<string, { keys: string[]; label: string; in_fields: boolean }>();
    for (const { key, label, in_fields = false } of shown_shortcuts()) {
        const text = label();
        const row = rows.get(text) ?? { keys: [], label: text, in_fields };
        if (!row.keys.includes(key_text(key))) row.keys.push(key_text(key));
        rows.set(text, row);
    }
    return [...rows.values()];
}

export function Help<C>({ verbs }: { verbs: readonly Verb<C>[] }) {
    const [open, show] = useState(false);
    useShortcuts([{ key: "?", label: w.title, run: () => show(true) }]);
    return (
        <>
            <Button kind="quiet" hot_key="?" onPress={() => show(true)}>
                {w.help()}
            </Button>
            <ModalOverlay className="overlay help-overlay" isOpen={open} onOpenChange={show} isDismissable>
                <Modal className="modal help-modal">
                    <Dialog className="dialog help">
                        <div className="dialog-head">
                            <Heading slot="title">{w.title()}</Heading>
                            <div className="dialog-buttons">
                                <Button onPress={() => window.print()}>{w.print()}</Button>
                                <Button kind="primary" hot_key="Esc" onPress={() => show(false)}>
                                    {w.close()}
                                </Button>
                            </div>
                        </div>
                        <Sheet verbs={verbs} />
                    </Dialog>
                </Modal>
            </ModalOverlay>
        </>
    );
}

function Sheet<C>({ verbs }: { verbs: readonly Verb<C>[] }) {
    return (
        <div className="sheet">
            <table>
                <caption>{w.keys()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.key()}</th>
                        <th scope="col">{w.does()}</th>
                    </tr>
                </thead>
                <tbody>
                    {key_rows().map(({ keys, label, in_fields }) => (
                        <tr key={label}>
                            <th scope="row">
                                {keys.map((key) => (
                                    <kbd key={key}>{key}</kbd>
                                ))}
                            </th>
                            <td>
                                {label} {in_fields && <span className="dim">({w.in_fields()})</span>}
                            </td>
                        </tr>
                    ))}
                </tbody>
            </table>
            <table>
                <caption>{w.commands()}</caption>
                <thead>
                    <tr>
                        <th scope="col">{w.command()}</th>
                        <th scope="col">{w.does()}</th>
                    </tr>
                </thead>
                <tbody>
                    {verbs.map((verb) => (
                        <tr key={verb.verbs.join(" ")}>
                            <th scope="row">
                                <code>{usage(verb)}</code>
                            </th>
                            <td>
                                {verb.label()} {verb.hint && <span className="dim">({verb.hint()})</span>}
                            </td>
                        </tr>
                    ))}
                </tbody>
            </table>
            <p className="rules">{w.rules()}</p>
        </div>
    );
}
