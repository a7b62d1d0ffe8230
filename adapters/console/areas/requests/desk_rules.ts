// What the desk needs of the rules beside the service catalogue: departments, skills, and what callers
// are asked. Read once somebody has signed in.
import type { Console } from "@/shell/console.ts";
import { Catalogue } from "@/shell/store/catalogue.ts";
import type { Named } from "@/shell/store/catalogue.ts";
import { Changing } from "@/shell/store/changing.ts";
import type { QuestionSet, Rules, TriageQuestion } from "muster/schema";

export class DeskRules extends Changing {
    readonly departments = new Catalogue();
    readonly skills = new Catalogue();
    #sets: readonly QuestionSet[] = [];
    #asked = false;

    constructor(console: Pick<Console, "identity" | "api">) {
        super();
        const { identity, api } = console;
        identity.subscribe(() => {
            if (identity.state !== "yes" || this.#asked) return;
            this.#asked = true;
            // Who may not read them does without.
            api.list<Named>("/v1/departments").then(
                (list) => this.departments.set(list),
                () => {},
            );
            api.list<string | Named>("/v1/skills").then(
                (list) => this.#set_skills(list),
                () => {},
            );
            api.list<Rules>("/v1/rules", { limit: 1 }).then(
                ([rules]) => this.set_questions(rules?.question_sets ?? []),
                () => {},
            );
        });
    }

    set_questions(sets: readonly QuestionSet[]): void {
        this.#sets = sets;
        this.changed();
    }

    // Some lists of codes have no names.
    #set_skills(list: readonly (string | Named)[]): void {
        this.skills.set(list.map((one) => (typeof one === "string" ? { code: one } : one)));
        this.changed();
    }

    questions_of(service: string): TriageQuestion[] {
        return this.#sets
            .filter(({ services }) => services?.includes(service))
            .flatMap(({ questions }) => questions ?? []);
    }
}
