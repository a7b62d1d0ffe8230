// Reading entities by the names of their fields.
import type { FieldType } from "./model.ts";

export type Entity = Record<string, unknown>;

// "profile.name" -> what stands there.
export function value_at(entity: unknown, dotted: string): unknown {
    let value = entity;
    for (const name of dotted.split(".")) {
        if (value === null || typeof value !== "object") return undefined;
        value = (value as Entity)[name];
    }
    return value;
}

// Whether it says nothing: an id or a time that is 0 on the wire is none.
export function is_empty(value: unknown, { kind }: Pick<FieldType, "kind">): boolean {
    if (value === undefined || value === null || value === "") return true;
    if (kind === "id" || kind === "time") return value === 0;
    if (Array.isArray(value)) return value.length === 0;
    if (kind === "enum") return value === "none";
    return false;
}

// What somebody without the right to personal data is shown: "王**", "**42".
export function is_masked(value: unknown): boolean {
    if (typeof value === "string") return value.includes("**");
    if (Array.isArray(value)) return value.some(is_masked);
    if (value && typeof value === "object") return Object.values(value).some(is_masked);
    return false;
}

// What an entity is called where a word or two must do; "" when it has no name of its own.
export function name_of(entity: unknown, language: "en" | "zh"): string {
    const names = [
        "profile.name",
        "title",
        language === "en" ? "name_en" : "name_zh",
        "name_zh",
        "name_en",
        "name",
        "number",
        "key",
        "reference",
    ];
    for (const name of names) {
        const value = value_at(entity, name);
        if (typeof value === "string" && value) return value;
    }
    return "";
}
