// Whose number the caller may have, in words: a hint, never proof. "" when nothing hints at anybody.
import { t } from "../i18n/i18n.js";

// members: {get(id) -> member or null}.
export function hint_text(request, members) {
    if (request.member) return "";
    const own = request.member_hint ? [{ member: request.member_hint, contact: 0 }] : [];
    const hints = request.member_hints?.length ? request.member_hints : own;
    const texts = hints.map(({ member, contact }) => {
        const name = members.get(member)?.profile.name ?? `#${member}`;
        return contact ? t("row.hint_contact", { name }) : t("row.hint", { name });
    });
    return [...new Set(texts)].join(" · ");
}
