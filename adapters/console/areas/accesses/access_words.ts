// The kinds of accesses and the columns of their record in words.
import { words } from "@/shell/words/words.ts";
import type { AccessKind } from "./accesses.ts";

const w = words({
    personal_read: { en: "Read about people", zh: "查看个人信息" },
    unmasked: { en: "Unmasked one record", zh: "解除脱敏查看" },
    exported: { en: "Data taken out", zh: "导出数据" },
    feed_opened: { en: "Live feed opened", zh: "打开实时数据" },
    login_failed: { en: "Log-in failed", zh: "登录失败" },
    token_created: { en: "Token made", zh: "创建令牌" },
    token_revoked: { en: "Token revoked", zh: "撤销令牌" },
    session_opened: { en: "Signed in", zh: "登录" },
    session_ended: { en: "Signed out", zh: "退出登录" },
    account_changed: { en: "Account changed", zh: "账号变更" },
    token_rotated: { en: "Token renewed", zh: "更换令牌" },
    right_refused: { en: "Refused: no right to it", zh: "越权被拒" },
    settings_changed: { en: "Started with other settings", zh: "以变更后的设置启动" },
});

// What only a later program notes is told as it is.
export const kind_word = (what: AccessKind): string => (what in w ? w[what]() : what);

export const column_words = words({
    at: { en: "Time", zh: "时间" },
    what: { en: "What", zh: "类型" },
    who: { en: "Who", zh: "访问者" },
    about: { en: "About", zh: "内容" },
    reason: { en: "Reason", zh: "理由" },
    sheet: { en: "Sheet", zh: "页号" },
    proof: { en: "Proof", zh: "佐证" },
    count: { en: "Times", zh: "次数" },
});
