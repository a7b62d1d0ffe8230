// Those who can be sent, and when they are there.
import type { AreaSpec } from "@/shell/office/collection_spec.ts";
import { words } from "@/shell/words/words.ts";

const w = words({
    responders: { en: "Responders and rosters", zh: "服务人员与排班" },
    on_duty: { en: "Available", zh: "可派遣" },
});

export const responders: AreaSpec = {
    name: w.responders,
    collections: [
        {
            path: "responders",
            columns: [
                "profile.name",
                "profile.kind",
                "profile.skills",
                "status",
                "profile.department",
                "profile.phone",
                "shift_until",
            ],
            filters: ["text", "kind", "status", "skill"],
            views: [{ name: w.on_duty, query: { status: "available" } }],
            first: ["SetDuty", "PlanShift", "RecordAbsence", "UpdateResponder"],
            card: ["profile.department", "profile.skills"],
        },
        {
            path: "shifts",
            columns: ["starts_at", "ends_at", "responder", "status", "reason"],
            sort: "starts_at",
            filters: ["responder", "status", "ends_after"],
            query: { ends_after: "now" },
            first: ["CancelShift"],
        },
        {
            path: "absences",
            columns: ["starts_at", "ends_at", "responder", "kind", "status", "note"],
            sort: "-starts_at",
            filters: ["responder", "status", "ends_after"],
            first: ["EndAbsence"],
        },
    ],
};
