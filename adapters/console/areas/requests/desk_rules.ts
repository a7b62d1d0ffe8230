// What the desk needs of the rules beside the service catalogue: departments, skills, the names of codes,
// and what callers are asked. Read once somebody has signed in.
import type { Console } from "@/shell/console.ts";
import { Catalogue } from "@/shell/store/catalogue.ts";
import { Changing } from "@/shell/store/changing.ts";
import { told } from "@/shell/words/words.ts";
import type { QuestionSet, Rules, TriageQuestion } from "muster/schema";

// Of a code that is one of a list: of "skills", of "roles".
interface CodeName {
    list: string;
    code: string;
    name_en?: string;
    name_zh?: string;
}
type RulesWithNames = Rules & { names?: readonly CodeName[] };

export class DeskRules extends Changing {
    readonly departments = new Catalogue();
    skills: readonly string[] = [];
    #names = new Map<string, CodeName>();
    #sets: readonly QuestionSet[] = [];
    #asked = false;

    constructor(console: Pick<Console, "identity" | "api">) {
        super();
        const { identity, api } = console;
        identity.subscribe(() => {
            if (identity.state !== "yes" || this.#asked) return;
            this.#asked = true;
            // Who may not read them does without.
            api.list<RulesWithNames>("/v1/rules", { limit: 1 }).then(
                ([rules]) => rules && this.set(rules),
                () => {},
            );
        });
    }

    set(rules: RulesWithNames): void {
        this.departments.set((rules.departments ?? []).map((one) => ({ ...one, code: one.code ?? "" })));
        this.skills = rules.skills ?? [];
        this.#names = new Map((rules.names ?? []).map((one) => [`${one.list} ${one.code}`, one]));
        this.#sets = rules.question_sets ?? [];
        this.changed();
    }

    // code_name("roles", "first_aider"); a code without a name is shown as the code.
    code_name(list: string, code: string): string {
        const { name_en = "", name_zh = "" } = this.#names.get(`${list} ${code}`) ?? {};
        return told({ en: name_en || name_zh, zh: name_zh || name_en }) || code.replaceAll("_", " ");
    }

    // All that may be typed for it.
    code_names(list: string, code: string): string[] {
        const { name_en = "", name_zh = "" } = this.#names.get(`${list} ${code}`) ?? {};
        return [code, name_zh, name_en].filter(Boolean);
    }

    questions_of(service: string): TriageQuestion[] {
        return this.#sets
            .filter(({ services }) => services?.includes(service))
            .flatMap(({ questions }) => questions ?? []);
    }
}
