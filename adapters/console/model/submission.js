// One decision of a person on its way to the server: its draft, and its one key however often it is
// sent.
import { new_key } from "../net/ids.js";

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

export class Submission {
    #initial = null;
    #tried = false; // it may have happened: the key must outlive the form

    // send(name, body, {key, on_retry}) -> promise of the answer.
    constructor({ id, drafts, send }) {
        Object.assign(this, { id, drafts, send_command: send });
        const kept = drafts.get(id);
        this.restored = kept; // the draft that the form begins with, or null
        this.key = kept?.key ?? new_key();
        this.#tried = Boolean(kept?.tried);
    }

    // What a field begins with.
    initial(name, otherwise) {
        return this.restored && name in this.restored.values
            ? this.restored.values[name]
            : otherwise;
    }

    // The values of a form that nobody has touched.
    untouched(values) {
        this.#initial = structuredClone(values);
    }

    // After each key.
    remember(values) {
        if (!this.#tried && same(values, this.#initial)) this.drafts.drop(this.id);
        else this.drafts.put(this.id, { key: this.key, values, tried: this.#tried });
    }

    async send(name, body, values, on_retry) {
        this.#tried = true;
        this.remember(values);
        try {
            const answer = await this.send_command(name, body, { key: this.key, on_retry });
            this.forget();
            return answer;
        } catch (problem) {
            // Refused: nothing happened. Without an answer nobody knows; the key stays, so that
            // sending again cannot do it twice.
            if (problem.status !== 0 && problem.status < 500) this.#tried = false;
            // The first wording was carried out after all; another one is another decision.
            if (problem.reason === "key_reused") this.key = new_key();
            this.remember(values);
            throw problem;
        }
    }

    forget() {
        this.restored = null;
        this.drafts.drop(this.id);
    }
}
