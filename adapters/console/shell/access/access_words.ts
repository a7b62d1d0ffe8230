// Roles, and why accounts, sessions and tokens are refused, in the words of whoever reads them. The
// vocabulary of the engine has none for these.
import type { Problem } from "../net/problem.ts";
import { problem_text } from "../words/problem_words.ts";
import { say, words } from "../words/words.ts";
import type { Bilingual, Say } from "../words/words.ts";
import { weakness_text } from "./weakness.ts";

const roles: Record<string, Bilingual> = {
    dispatcher: { en: "dispatcher", zh: "调度员" },
    call_taker: { en: "call taker", zh: "接线员" },
    responder: { en: "responder", zh: "出勤人员" },
    supervisor: { en: "supervisor", zh: "主管" },
    adapter: { en: "gateway or device", zh: "设备接入" },
    admin: { en: "system administrator", zh: "系统管理员" },
    security_admin: { en: "security administrator", zh: "安全管理员" },
    auditor: { en: "auditor", zh: "审计员" },
};
export const role_names = Object.keys(roles);

export const role_word = (role: string): string => {
    const text = roles[role];
    return text ? say(text) : role;
};

const w = words({
    wrong_credentials: { en: "Name, passphrase or code is not right.", zh: "账号、密码或验证码不正确。" },
    wait: { en: "Too many attempts failed. Wait a while.", zh: "失败次数过多，请稍后再试。" },
    invitation_ended: {
        en: "This invitation was used already, has run out, or never was one. Ask for a new one.",
        zh: "该邀请已被使用、已过期或无效，请重新索取。",
    },
    unknown_account: { en: "There is no account of this name.", zh: "没有该账号。" },
    unknown_token: { en: "There is no token of this name.", zh: "没有该令牌。" },
    name_taken: { en: "An account or a token has this name already.", zh: "该名称已被其他账号或令牌使用。" },
    too_many: { en: "There are too many already.", zh: "数量已达上限。" },
    unavailable: { en: "Accounts cannot be read or written now. Try again soon.", zh: "账号服务暂时不可用，请稍后再试。" },
    too_many_waiting: { en: "Many are signing in at once. Try again in a moment.", zh: "同时登录的人较多，请稍后再试。" },
    bad_roles: {
        en: "These roles do not go together: system and security administrator are two people, and an auditor is nothing else.",
        zh: "角色不能兼任：系统管理员与安全管理员须分设，审计员不得兼任其他角色。",
    },
    no_roles: { en: "Choose at least one role.", zh: "请至少选择一个角色。" },
    bad_name: {
        en: "Small letters, digits, “.”, “-” and “_”; at most 64.",
        zh: "只能用小写字母、数字和“.”“-”“_”，最多 64 位。",
    },
    bad_shown_name: { en: "Say whose account it is.", zh: "请填写姓名。" },
    bad_responder: { en: "A responder needs a responder number.", zh: "出勤人员须填写人员编号。" },
    bad_days: { en: "1 to 3660 days.", zh: "请填写 1 到 3660 天。" },
    bad_devices: {
        en: "Serials of at most 64 signs each.",
        zh: "每个序列号最多 64 位。",
    },
    disabled: { en: "This account is disabled: enable it first.", zh: "该账号已停用，请先启用。" },
});

const by_field: Record<string, Say> = {
    name: w.bad_name,
    shown_name: w.bad_shown_name,
    roles: w.bad_roles,
    responder: w.bad_responder,
    days: w.bad_days,
    devices: w.bad_devices,
};

const by_reason: Partial<Record<string, Say>> = {
    wrong_credentials: w.wrong_credentials,
    wait: w.wait,
    invitation_ended: w.invitation_ended,
    unknown_account: w.unknown_account,
    unknown_token: w.unknown_token,
    name_taken: w.name_taken,
    too_many: w.too_many,
    unavailable: w.unavailable,
    too_many_waiting: w.too_many_waiting,
};

export const field_of = (problem: Problem): string => problem.field.split("/").filter(Boolean).pop() ?? "";

export function access_text(problem: Problem): string {
    const { reason } = problem;
    if (reason === "weak_passphrase") return weakness_text(problem.detail);
    if (reason === "not_allowed" && field_of(problem) === "name") return w.disabled();
    const of_field = reason === "bad_value" ? by_field[field_of(problem)] : undefined;
    if (of_field === w.bad_roles && problem.detail.includes("without a role")) return w.no_roles();
    return (of_field ?? by_reason[reason])?.() ?? problem_text(problem);
}
