// The accounts of people and the tokens of machines, as GET /v1/user_accounts and /v1/tokens tell them.
import { day_ms, hour_ms } from "@/shell/time/times.ts";

interface Rights {
    roles: string[];
    districts: string[]; // none = all
    responder: number; // of the role responder; 0 = none
}

// Times: 0 = never, or not so.
export interface AccountView extends Rights {
    name: string;
    shown_name: string;
    created_at: number;
    disabled_at: number;
    passphrase_at: number;
    invited_until: number;
    wait_until: number; // after failures
    used_at: number;
    sessions: number;
    second_factor: boolean;
    outside: boolean; // signs in by another service
}

export interface TokenView extends Rights {
    name: string;
    devices: string[]; // that it may speak for; none = all
    created_at: number;
    expires_at: number;
    revoked_at: number;
}

// What is empty or 0 is left out by the service.
export interface Listed<T> {
    items: Partial<T>[];
}

export const whole_account = (told: Partial<AccountView>): AccountView => ({
    name: "",
    shown_name: "",
    roles: [],
    districts: [],
    responder: 0,
    created_at: 0,
    disabled_at: 0,
    passphrase_at: 0,
    invited_until: 0,
    wait_until: 0,
    used_at: 0,
    sessions: 0,
    second_factor: false,
    outside: false,
    ...told,
});

export const whole_token = (told: Partial<TokenView>): TokenView => ({
    name: "",
    roles: [],
    districts: [],
    responder: 0,
    devices: [],
    created_at: 0,
    expires_at: 0,
    revoked_at: 0,
    ...told,
});

export type AccountAction = "add" | "change" | "invite" | "disable" | "enable" | "unlock" | "end_sessions";
export type TokenAction = "create" | "rotate" | "revoke";

export interface AccountChanged {
    account: Pick<AccountView, "name" | "shown_name">;
    invitation?: string; // told this once
}
export interface TokenChanged {
    token: Pick<TokenView, "name">;
    secret?: string; // told this once
}

export const accounts_path = "/v1/user_accounts";
export const tokens_path = "/v1/tokens";
export const account_action_path = (action: AccountAction): string => `${accounts_path}/${action}`;
export const token_action_path = (action: TokenAction): string => `${tokens_path}/${action}`;

// What is typed of rights, as it is typed.
export interface RightsTyped {
    roles: string[];
    districts: string[];
    responder: string;
}

export const no_rights: RightsTyped = { roles: [], districts: [], responder: "" };

export const typed_of = ({ roles, districts, responder }: Rights): RightsTyped => ({
    roles: [...roles],
    districts: [...districts],
    responder: responder ? String(responder) : "",
});

// A number of a responder counts for that role alone.
export const rights_of = ({ roles, districts, responder }: RightsTyped): Rights => ({
    roles,
    districts,
    responder: roles.includes("responder") ? Number(responder) || 0 : 0,
});

export type AccountState = "disabled" | "waits" | "invited" | "outside" | "active" | "never";

// What matters most of it: in the order in which `muster account list` tells it.
export function account_state(view: AccountView, now: number): AccountState {
    if (view.disabled_at) return "disabled";
    if (view.wait_until > now) return "waits";
    if (view.invited_until > now) return "invited";
    if (view.outside) return "outside";
    return view.passphrase_at ? "active" : "never";
}

export type TokenState = "revoked" | "expired" | "soon" | "valid";
const soon_days = 14;

// Begun days that are left; Infinity = it never ends. Clocks that differ by minutes make no day more.
export function days_left({ expires_at }: Pick<TokenView, "expires_at">, now: number): number {
    if (!expires_at) return Infinity;
    if (expires_at <= now) return 0;
    return Math.max(1, Math.ceil((expires_at - now - hour_ms) / day_ms));
}

export function token_state(view: TokenView, now: number): TokenState {
    if (view.revoked_at) return "revoked";
    const left = days_left(view, now);
    if (left === 0) return "expired";
    return left <= soon_days ? "soon" : "valid";
}

// "SN-1, SN-2" or one a line.
export const listed = (text: string): string[] => [...new Set(text.split(/[\s,，;；]+/).filter(Boolean))];

// The fragment is not sent to any server, nor written into its log.
export const invitation_link = (origin: string, invitation: string): string =>
    `${origin}/invitation/#${invitation}`;

// What can be done to it now; what it is already is not offered.
export function account_actions(view: AccountView, now: number): AccountAction[] {
    if (view.disabled_at) return ["enable", "change"];
    const actions: AccountAction[] = ["change", "invite"];
    if (view.wait_until > now) actions.unshift("unlock");
    if (view.sessions > 0) actions.push("end_sessions");
    actions.push("disable");
    return actions;
}
