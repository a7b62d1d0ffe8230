// What the open request offers on the desk, and what the engine says that it should.
import { form } from "./desk.mjs";

// The engine allows these also where nothing would come of them; then no button offers them.
const has = ({ slots = [] }, ...statuses) => slots.some(({ status }) => statuses.includes(status));
const on_the_way = ["assigned", "acknowledged", "en_route"];

export class Actions {
    static async of(program, page) {
        const self = new Actions();
        self.page = page;
        const me = await program.get("/v1/me", { token: page.token });
        self.may_send = new Set(me.may_send);
        self.commands = JSON.parse(await program.schema("words")).commands;
        const { items } = await program.get("/v1/rules?limit=1");
        const asked = new Set((items[0].question_sets ?? []).flatMap(({ services }) => services ?? []));
        self.is_idle = {
            TakeRequest: (r) => r.owner === me.name,
            VerifySafe: (r) => r.safety === "verified",
            DismissDuplicate: (r) => !r.possible_duplicate_of,
            AnswerQuestions: (r) => !asked.has(r.service),
            ExplainBreach: (r) => !(r.milestones ?? []).some((m) => m.breached_at),
            RecordResponderCall: (r) => !has(r, "assigned"),
            AcknowledgeAssignment: (r) => !has(r, "assigned"),
            ReportEnRoute: (r) => !has(r, ...on_the_way),
            ReportOnScene: (r) => !has(r, ...on_the_way),
        };
        return self;
    }

    get bar() {
        return this.page.locator(".action-bar");
    }
    get more() {
        return this.bar.getByRole("button", { name: /^More/ });
    }

    commands_for = (request) =>
        request.allowed_actions.filter(
            (name) => this.may_send.has(name) && !this.is_idle[name]?.(request),
        );

    word = (command) => this.commands[command].en;

    // In words, in the order of the alphabet.
    expected = (request) => this.commands_for(request).map(this.word).sort();

    async offered() {
        const buttons = (await texts(this.bar.locator("button"))).filter((text) => !text.startsWith("More"));
        if (!(await this.more.count())) return buttons.sort();
        await this.more.click();
        const menu = this.page.getByRole("menu");
        await menu.waitFor();
        const rest = await texts(menu.getByRole("menuitem"));
        await this.page.keyboard.press("Escape");
        await menu.waitFor({ state: "detached" });
        return [...buttons, ...rest].sort();
    }

    async press(command) {
        const name = this.word(command);
        const button = this.bar.getByRole("button", { name, exact: true });
        if (await button.count()) return button.click();
        await this.more.click();
        await this.page.getByRole("menuitem", { name, exact: true }).click();
    }

    // Fills in what is empty, so that the form can be sent.
    async fill({ other }) {
        const words = { into: String(other), to: "civil_affairs", person: "no 7" };
        for (const field of await form(this.page).locator("[data-field]").all()) {
            const name = await field.getAttribute("data-field");
            const text = field.locator("textarea, input:not([type]), input[type=text]").first();
            if ((await text.count()) && !(await text.inputValue())) await text.fill(words[name] ?? "said on the telephone");
            const radios = field.locator("[role=radiogroup]");
            for (const group of await radios.all()) {
                const chosen = (await group.locator("input:checked").count()) > 0;
                // The class that it has already is no other class.
                if (name === "urgency") await group.locator("label", { hasText: "P2" }).click();
                else if (!chosen) await group.locator("label").first().click();
            }
        }
    }
}

// A text without the key that stands behind it.
const texts = (nodes) =>
    nodes.evaluateAll((all) =>
        all.map((node) => {
            const copy = node.cloneNode(true);
            for (const key of copy.querySelectorAll("kbd")) key.remove();
            return copy.textContent.trim();
        }),
    );
