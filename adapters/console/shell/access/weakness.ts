// What a new passphrase still lacks, while it is typed; and what the server said of one, in the words
// of whoever reads it. The server decides: its rules may be stricter than these hints.
import { words } from "../words/words.ts";

const w = words({
    short: { en: "{n} of at least {least} signs", zh: "已输入 {n} 位，至少需要 {least} 位" },
    same: { en: "too few different signs", zh: "不同的字符太少" },
    digits: { en: "only digits, as dates and telephone numbers have", zh: "全是数字，容易被猜到" },
    named: { en: "the name of the account is in it", zh: "包含账号名" },
    good: { en: "{n} signs: good. Longer is better still.", zh: "{n} 位，可以使用；更长更安全。" },
    before: { en: "It is the one of before: choose another.", zh: "与原密码相同，请换一个。" },
    weak: { en: "Choose another passphrase: this one is too easy to guess.", zh: "密码太容易被猜到，请换一个。" },
    said: { en: "Choose another passphrase: {why}.", zh: "请换一个密码：{why}。" },
    long: { en: "it is too long", zh: "太长" },
});

export const usual_least = 12;
const least_different = 6;

// A sign is what somebody sees as one, also of Chinese.
const signs_of = (text: string): string[] => [...text];

export interface Hint {
    good: boolean;
    text: string; // empty while nothing is typed
}

export function hint_of(passphrase: string, account: string): Hint {
    const signs = signs_of(passphrase);
    const n = signs.length;
    const bad = (text: string): Hint => ({ good: false, text });
    if (n === 0) return bad("");
    if (n < usual_least) return bad(w.short({ n, least: usual_least }));
    if (new Set(signs).size < least_different) return bad(w.same());
    if (/^[\d ]+$/.test(passphrase)) return bad(w.digits());
    if (account && passphrase.toLowerCase().includes(account.toLowerCase())) return bad(w.named());
    return { good: true, text: w.good({ n }) };
}

// The server says why in English.
const known: readonly [RegExp, (found: RegExpExecArray) => string][] = [
    [/has (\d+) signs; at least (\d+)/, ([, n = "", least = ""]) => w.short({ n, least })],
    [/fewer than \d+ different/, () => w.same()],
    [/all digits/, () => w.digits()],
    [/name of the account/, () => w.named()],
    [/longer than/, () => w.long()],
];

export function weakness_text(detail: string): string {
    if (detail.includes("the one of before")) return w.before();
    for (const [pattern, say] of known) {
        const found = pattern.exec(detail);
        if (found) return w.said({ why: say(found) });
    }
    return w.weak();
}
