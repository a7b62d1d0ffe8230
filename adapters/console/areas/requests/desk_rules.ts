// What the desk needs of the rules beside the service catalogue: departments, skills, and what
// callers are asked. Read once somebody has signed in.
import type { Console } from "@/shell/console.ts";
import { until_answered } from "@/shell/net/until_answered.ts";
import { Catalogue } from "@/shell/store/catalogue.ts";
import { Changing } from "@/shell/store/changing.ts";
import { told } from "@/shell/words/words.ts";
import type { QuestionSet, Rules, TriageQuestion } from "muster/schema";

export class DeskRules extends Changing {
    readonly departments = new Catalogue();
    skills: readonly string[] = [];
    #sets: readonly QuestionSet[] = [];
    #asked = false;

    constructor(console: Pick<Console, "identity" | "api">) {
        super();
        const { identity, api } = console;
        identity.subscribe(() => {
            if (identity.state !== "yes" || this.#asked) return;
            this.#asked = true;
            // Who may not read them does without.
            until_answered(
                () => api.list<Rules>("/v1/rules", { limit: 1 }),
                ([rules]) => rules && this.set(rules),
                () => identity.state === "yes",
            );
        });
    }

    set(rules: Rules): void {
        this.departments.set((rules.departments ?? []).map((one) => ({ ...one, code: one.code ?? "" })));
        this.skills = rules.skills ?? [];
        this.#sets = rules.question_sets ?? [];
        this.changed();
    }

    questions_of(service: string): TriageQuestion[] {
        return this.#sets
            .filter(({ services }) => services?.includes(service))
            .flatMap(({ questions }) => questions ?? []);
    }

    // What was asked and answered, in words. A request that was given another class or service keeps
    // its answers, so where its own questions have no such one the others are asked.
    answer_words(service: string, question: string, choice: string): { asked: string; said: string } {
        const all = this.#sets.flatMap(({ questions = [] }) => questions);
        const found = [...this.questions_of(service), ...all].find(({ code }) => code === question);
        const chosen = found?.choices?.find(({ code }) => code === choice);
        return {
            asked: found ? name_in_words(found) : question,
            said: chosen ? name_in_words(chosen) : choice,
        };
    }
}

// Of a question, or of a choice.
export const name_in_words = ({ name_en = "", name_zh = "" }: { name_en?: string; name_zh?: string }) =>
    told({ en: name_en || name_zh, zh: name_zh || name_en });
