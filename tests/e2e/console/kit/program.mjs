// The real program with a small city of the test's own, on a free port, and what a test asks of it.
// MUSTER names the program, MUSTER_CONSOLE the folder of the built pages, MUSTER_CONFIG the
// configuration whose rules it takes; CTest sets them.
import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const program = process.env.MUSTER ?? "";
const pages = process.env.MUSTER_CONSOLE ?? "";
const config = process.env.MUSTER_CONFIG ?? "";
const start_ms = 30_000;
const stop_ms = 20_000;
const skipped = 77;

for (const [name, file] of Object.entries({ MUSTER: program, MUSTER_CONSOLE: pages })) {
    if (existsSync(file)) continue;
    console.log(`skipped: ${name} names nothing that is there ("${file}")`);
    process.exit(skipped);
}

const rules = [
    "rules.toml",
    "services.toml",
    "plans.toml",
    "calendar.toml",
    "surveys.toml",
    "timebank.toml",
    "departments.toml",
    "projects.toml",
    "thinktank.toml",
];

// Rates that a test from one address never meets.
const settings = (files, more, public_url) => `
rules = [${files.map((file) => JSON.stringify(file)).join(", ")}]
[server]
console = ${JSON.stringify(pages)}
public_url = ${JSON.stringify(public_url)}
[city]
time_zone = "Asia/Shanghai"
[http.per_token]
per_minute = 60_000_000
burst = 1_000_000
[http.per_address]
per_minute = 60_000_000
burst = 1_000_000
[[cards.keys]]
name = "k1"
env = "MUSTER_TEST_CARD_KEY"
${more}`;

// The key k1 signs the links of cards.
const environment = { ...process.env, MUSTER_TEST_CARD_KEY: "a card key of a test, long enough" };

// One that nobody listens on now.
export async function free_port() {
    const server = net.createServer();
    await new Promise((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address();
    await new Promise((done) => server.close(done));
    return port;
}

export class Program {
    // more: lines of the configuration beyond the test's own. change: file of the rules -> what its text
    // is made of for this test. port: where its address must be known before it starts (free_port).
    // public_url: what people call it by; security keys are made for a name, and an address in numbers is
    // none. env: secrets of the test's own.
    static async start({ more = "", change = {}, port = 0, public_url = "", env = {} } = {}) {
        const self = new Program();
        self.env = { ...environment, ...env };
        self.folder = await mkdtemp(path.join(os.tmpdir(), "muster-pages-"));
        self.data = path.join(self.folder, "data");
        self.config = path.join(self.folder, "muster.toml");
        const files = await Promise.all(rules.map((name) => self.#rules(name, change[name])));
        await writeFile(self.config, settings(files, more, public_url));
        const tables = path.join(path.dirname(config), "tables.toml");
        await copyFile(tables, path.join(self.folder, "tables.toml"));
        await self.#serve(`127.0.0.1:${port}`);
        self.token = await self.make_token("test", "dispatcher", "supervisor", "admin");
        return self;
    }

    async #rules(name, change) {
        const file = path.join(path.dirname(config), name);
        if (!change) return file;
        const changed = path.join(this.folder, name);
        const before = await readFile(file, "utf8");
        const text = change(before);
        if (text === before) throw new Error(`nothing was changed in ${name}`);
        await writeFile(changed, text);
        return changed;
    }

    async #serve(listen) {
        this.child = spawn(
            program,
            ["serve", "--data", this.data, "--listen", listen, "--config", this.config],
            {
                stdio: ["ignore", "pipe", "pipe"],
                env: this.env,
            },
        );
        this.log = "";
        this.ended = new Promise((done) => this.child.once("exit", done));
        const found = new Promise((done, fail) => {
            const hear = (text) => {
                this.log += text;
                const at = /(?:listening on|console)\s+http:\/\/127\.0\.0\.1:(\d+)/.exec(this.log);
                if (at) done(Number(at[1]));
            };
            this.child.stdout.setEncoding("utf8").on("data", hear);
            this.child.stderr.setEncoding("utf8").on("data", hear);
            this.ended.then(() => fail(new Error(`the program ended:\n${this.log}`)));
            setTimeout(() => fail(new Error(`no start within ${start_ms} ms:\n${this.log}`)), start_ms).unref();
        });
        this.port = await found;
        this.url = `http://127.0.0.1:${this.port}`;
    }

    async make_token(name, ...roles) {
        const { stdout } = await run(program, [
            "token", "create", "--json", "--data", this.data, "--name", name,
            ...roles.flatMap((role) => ["--role", role]),
        ]);
        return JSON.parse(stdout).token;
    }

    // Of somebody who is sent: it is good for what is his.
    async responder_token(name, responder) {
        const { stdout } = await run(program, [
            "token", "create", "--json", "--data", this.data, "--name", name,
            "--role", "responder", "--responder", String(responder),
        ]);
        return JSON.parse(stdout).token;
    }

    // What is printed on a card.
    async card_link(card) {
        const { stdout } = await run(
            program,
            ["card", "link", String(card), "--url", this.url, "--token", this.token, "--config", this.config],
            { env: environment },
        );
        return stdout.trim();
    }

    async revoke_token(name) {
        await run(program, ["token", "revoke", "--data", this.data, "--name", name]);
    }

    // muster account ACTION: what it prints.
    async account(action, name, ...more) {
        const { stdout } = await run(program, [
            "account", action, "--json", "--data", this.data, "--name", name, ...more,
        ]);
        return JSON.parse(stdout);
    }

    async fetch(method, target, { body, token = this.token, key } = {}) {
        const headers = token ? { Authorization: `Bearer ${token}` } : {};
        if (body) headers["Content-Type"] = "application/json";
        if (key) headers["Idempotency-Key"] = key;
        const answer = await fetch(this.url + target, {
            method,
            headers,
            body: body && JSON.stringify(body),
        });
        const text = await answer.text();
        return { status: answer.status, body: text ? JSON.parse(text) : null };
    }

    async get(target, options) {
        const { status, body } = await this.fetch("GET", target, options);
        if (status !== 200) throw new Error(`GET ${target}: ${status} ${JSON.stringify(body)}`);
        return body;
    }

    // Of whoever has no token yet, or another's.
    async post(target, body, options = { token: "" }) {
        const answer = await this.fetch("POST", target, { ...options, body });
        if (answer.status >= 300) throw new Error(`POST ${target}: ${answer.status} ${JSON.stringify(answer.body)}`);
        return answer.body;
    }

    async must(command, body, options) {
        const answer = await this.fetch("POST", `/v1/commands/${command}`, { ...options, body });
        if (answer.status >= 300) {
            throw new Error(`${command}: ${answer.status} ${JSON.stringify(answer.body)}`);
        }
        return answer.body;
    }

    // The events of a request, in their order.
    async story(request) {
        const { timeline } = await this.get(`/v1/requests/${request}/timeline`);
        return timeline.flatMap(({ events }) => events);
    }

    // What the program says of its own vocabulary.
    async schema(format) {
        const { stdout } = await run(program, ["schema", "--format", format], { maxBuffer: 1 << 26 });
        return stdout;
    }

    // Stops and starts again at the same address.
    async restart() {
        await this.#end();
        await this.#serve(`127.0.0.1:${this.port}`);
    }

    async #end() {
        this.child.kill("SIGTERM");
        const late = setTimeout(() => this.child.kill("SIGKILL"), stop_ms);
        await this.ended;
        clearTimeout(late);
    }

    async stop() {
        await this.#end();
        await rm(this.folder, { recursive: true, force: true });
    }
}
