// Why a sign-in by another service came to nothing, and what to do.
import type { Problem } from "../net/problem.ts";
import { words } from "../words/words.ts";
import type { Say } from "../words/words.ts";
import { access_text } from "./access_words.ts";

const w = words({
    not_ours: {
        en: "This sign-in did not begin in this tab, or took too long. Begin again.",
        zh: "本次登录不是从此标签页发起，或已超时。请重新登录。",
    },
    unknown_account: {
        en: "{name} knows you, this desk does not: no account here belongs to you. Ask whoever keeps the accounts.",
        zh: "{name}已确认您的身份，但本系统没有与您对应的账号。请联系安全管理员。",
    },
    unavailable: {
        en: "Signing in with {name} does not work now. Try again soon, or sign in another way.",
        zh: "暂时无法使用{name}登录。请稍后再试，或使用其他方式登录。",
    },
    too_many: { en: "Many are signing in at once. Try again in a moment.", zh: "同时登录的人较多，请稍后再试。" },
    not_in_use: { en: "No other service lets people in here.", zh: "本系统未启用其他服务登录。" },
    denied: {
        en: "{name} did not let you in: somebody cancelled it there, or it was refused.",
        zh: "{name}未允许登录：已取消，或被拒绝。",
    },
    failed: {
        en: "{name} could not sign you in. Try again, or sign in another way.",
        zh: "{name}未能完成登录。请重试，或使用其他方式登录。",
    },
    needs_https: {
        en: "Signing in with {name} needs a safe connection: open this page by https.",
        zh: "使用{name}登录需要安全连接，请通过 HTTPS 打开本页面。",
    },
});

const by_reason: Partial<Record<string, Say>> = {
    wrong_credentials: w.not_ours,
    unknown_account: w.unknown_account,
    unavailable: w.unavailable,
    too_many: w.too_many,
    no_outside_sign_in: w.not_in_use,
};

export const not_ours_text = (): string => w.not_ours();
export const needs_https_text = (name: string): string => w.needs_https({ name });

export const outside_text = (problem: Problem, name: string): string =>
    by_reason[problem.reason]?.({ name }) ?? access_text(problem);

// error: of the other service (RFC 6749, 4.1.2.1).
export const provider_text = (error: string, name: string): string =>
    error === "access_denied" ? w.denied({ name }) : w.failed({ name });
