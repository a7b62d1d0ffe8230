// Another service that lets people in: the npm package oidc-provider (peers/oidc_provider.mjs), and its
// pages as somebody fills them in.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const peers = fileURLToPath(new URL("../../peers", import.meta.url));
const start_ms = 30_000;

// Why it cannot be run here; false = it can.
export const provider_missing =
    !existsSync(`${peers}/node_modules/oidc-provider`) && "npm packages are missing in tests/e2e/peers";

export class Provider {
    static async start(client, secret, redirect_url) {
        const self = new Provider();
        self.child = spawn(process.execPath, ["oidc_provider.mjs", client, secret, redirect_url], {
            cwd: peers,
            stdio: ["ignore", "pipe", "ignore"],
        });
        self.ended = new Promise((done) => self.child.once("exit", done));
        const lines = createInterface({ input: self.child.stdout });
        self.issuer = await new Promise((done, fail) => {
            lines.once("line", (line) => done(JSON.parse(line).issuer));
            self.ended.then(() => fail(new Error("the provider ended")));
            setTimeout(() => fail(new Error(`no provider within ${start_ms} ms`)), start_ms).unref();
        });
        return self;
    }

    async stop() {
        this.child.kill();
        await this.ended;
    }
}

// Its pages ask for a name and any password, and then for consent.
export async function sign_in_there(on, name) {
    await on.locator("input[name=login]").fill(name);
    await on.locator("input[name=password]").fill("whatever");
    await on.keyboard.press("Enter");
    await on.getByRole("button", { name: "Continue" }).click();
}

export const cancel_there = (on) => on.getByRole("link", { name: "Cancel" }).click();
