// What is said of security keys, in the words of whoever reads it.
import { Problem } from "../net/problem.ts";
import { words } from "../words/words.ts";
import type { Say } from "../words/words.ts";
import { access_text, field_of } from "./access_words.ts";
import { KeyFault } from "./security_key.ts";
import type { KeyFailure } from "./security_key.ts";

const w = words({
    touch: { en: "Touch your security key now.", zh: "请触碰安全密钥。" },
    cancelled: {
        en: "No key answered: it was cancelled, the time ran out, or this key is not one of yours.",
        zh: "安全密钥未响应：已取消、已超时，或该密钥不是您的。",
    },
    not_added: {
        en: "No key answered: it was cancelled, or the time ran out.",
        zh: "安全密钥未响应：已取消或已超时。",
    },
    registered: { en: "This key was added already.", zh: "该安全密钥已添加过。" },
    elsewhere: {
        en: "Security keys do not work at this address. Open this page at the address that you were given for it.",
        zh: "当前网址不能使用安全密钥，请通过正式网址打开本页面。",
    },
    failed: { en: "The browser could not use this key.", zh: "浏览器无法使用该安全密钥。" },
    refused: { en: "This key was not accepted.", zh: "该安全密钥未通过验证。" },
    wrong_passphrase: { en: "The passphrase is not right.", zh: "密码不正确。" },
    bad_name: {
        en: "Give the key a name, and a short one: of at most 64 letters, or 21 Chinese signs.",
        zh: "请填写密钥名称，最多 21 个汉字或 64 个字母。",
    },
    enough: {
        en: "You have as many keys as there may be. Remove one first.",
        zh: "安全密钥数量已达上限，请先移除一个。",
    },
});

export const touch_text = w.touch;
export const key_refused_text = w.refused;

const by_failure: Record<KeyFailure, Say | null> = {
    cancelled: w.cancelled,
    registered: w.registered,
    elsewhere: w.elsewhere,
    failed: w.failed,
    stopped: null, // whoever stopped it knows
};

export const failure_text = (reason: KeyFailure): string => by_failure[reason]?.() ?? "";

const longest_name = 64; // bytes of UTF-8, as the server counts them

// What the server would say of the name, known before a key is asked: it would keep what nobody can use.
export function name_fault(name: string): Problem | null {
    if (new TextEncoder().encode(name).length <= longest_name) return null;
    return new Problem({ status: 422, reason: "bad_value", field: "/name" });
}

// The fields of which the server may say that what stands in them does not fit.
const of_the_key = new Set(["client_data", "authenticator_data"]);

// Of adding or removing one: what the browser said, or the server.
export function key_text(fault: KeyFault | Problem): string {
    if (fault instanceof KeyFault) {
        return fault.reason === "cancelled" ? w.not_added() : failure_text(fault.reason);
    }
    const field = field_of(fault);
    if (fault.reason === "wrong_credentials") return w.wrong_passphrase();
    if (field === "name") return w.bad_name();
    if (fault.reason === "not_allowed") return w.enough();
    if (fault.reason === "name_taken") return w.registered();
    return of_the_key.has(field) ? w.refused() : access_text(fault);
}

// The field that is to be typed again; "" = none.
export function field_again(fault: KeyFault | Problem): "" | "passphrase" | "name" {
    if (fault instanceof KeyFault) return "";
    if (fault.reason === "wrong_credentials") return "passphrase";
    return field_of(fault) === "name" ? "name" : "";
}
