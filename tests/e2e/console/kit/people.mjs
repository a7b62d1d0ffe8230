// People who sign in: their accounts, the app on their phone that shows codes, and the way in.
import { createHmac } from "node:crypto";
import { wait } from "./browser.mjs";

const step_s = 30;
const step_now = () => Math.floor(Date.now() / 1000 / step_s);

// RFC 4648, without padding.
function from_base32(text) {
    const signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits = "";
    for (const sign of text.replace(/[\s=]/g, "")) bits += signs.indexOf(sign).toString(2).padStart(5, "0");
    return Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
}

// RFC 6238, by SHA-1, six digits.
export function totp(secret, step = step_now()) {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(step));
    const mac = createHmac("sha1", from_base32(secret)).update(counter).digest();
    const at = mac[19] & 15;
    return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

// An app that never shows a code twice: each counts once, and the service takes those of the step before
// and after the present one too.
export class App {
    #used = 0;

    constructor(secret) {
        this.secret = secret;
    }

    async code() {
        const step = Math.max(this.#used + 1, step_now() - 1);
        while (step > step_now() + 1) await wait(200);
        this.#used = step;
        return totp(this.secret, step);
    }

    // One that is not its code now.
    wrong() {
        const shown = [-2, -1, 0, 1, 2].map((n) => totp(this.secret, step_now() + n));
        return ["000000", "111111", "222222", "333333", "444444", "555555"].find((one) => !shown.includes(one));
    }
}

// Settings under which a test need not wait long, and does not use up the machine.
export const quick_access = `
[access]
idle_ms = "20 min"
[access.hash]
memory_kib = 8_192
passes = 1
[access.per_account]
free_failures = 1
longest_ms = "3 s"
[access.per_address]
free_failures = 1_000
`;

export const usual_passphrase = "harbour lantern quilt eleven";

// An account whose owner has accepted by the API: as he is afterwards.
export async function person(program, name, shown_name, ...roles) {
    const { invitation } = await program.account("add", name, "--shown-name", shown_name, ...with_roles(roles));
    const told = await program.post("/v1/invitation", { invitation });
    const app = new App(told.secret);
    const passphrase = usual_passphrase;
    const opened = await program.post("/v1/invitation/accept", {
        invitation,
        passphrase,
        code: await app.code(),
    });
    return { name, shown_name, passphrase, app, token: opened.token, recovery_codes: opened.recovery_codes };
}
export const with_roles = (roles) => roles.flatMap((role) => ["--role", role]);

const field = (on, name) => on.getByRole("dialog").locator(`input[name="${name}"]`);

// With keys alone, from the sign-in that lies over a page to the page.
export async function type_in(on, { name, passphrase }, code) {
    await field(on, "account").fill(name);
    await field(on, "passphrase").fill(passphrase);
    await on.keyboard.press("Enter");
    if (!code) return;
    await field(on, "code").waitFor();
    await on.keyboard.type(code);
    await on.keyboard.press("Enter");
}

export const focused = (on) => on.evaluate(() => document.activeElement?.getAttribute("name") ?? "");
