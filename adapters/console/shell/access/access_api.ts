// Sessions and invitations as the server tells them (adapters/http, "sessions").
import type { Api } from "../net/api.ts";
import type { KeyAnswer } from "./security_key.ts";

export interface OpenedSession {
    token: string;
    account: string;
    shown_name: string;
    roles: string[];
    ends_at: number;
    idle_ms: number;
    recovery_codes: string[]; // told once, when they are made
    recovery_codes_left: number;
}

export interface SessionView {
    account: string;
    shown_name: string;
    opened_at: number;
    ends_at: number; // however much it is used
    idle_ends_at: number; // unless something comes before
}

export interface SignInBody {
    account: string;
    passphrase: string;
    code?: string;
    key?: KeyAnswer; // in place of the code
    new_passphrase?: string;
}

export interface Invitation {
    account: string;
    shown_name: string;
    roles: string[];
    expires_at: number;
    second_factor: boolean;
    secret: string;
    url: string; // otpauth://, what apps for codes read as a QR code
}

// What is empty or 0 is left out by the service.
const whole = (told: Partial<OpenedSession>): OpenedSession =>
    ({ roles: [], recovery_codes: [], recovery_codes_left: 0, ...told }) as OpenedSession;

export const open_session = async (api: Api, body: SignInBody): Promise<OpenedSession> =>
    whole(await api.post<Partial<OpenedSession>>("/v1/session", body));

// Asking is using: the idle time begins anew.
export const read_session = (api: Api): Promise<SessionView> => api.get<SessionView>("/v1/session");

export const end_session = (api: Api): Promise<null> => api.remove<null>("/v1/session");

export const change_passphrase = (api: Api, passphrase: string, new_passphrase: string): Promise<null> =>
    api.post<null>("/v1/session/passphrase", { passphrase, new_passphrase });

export const read_invitation = (api: Api, invitation: string): Promise<Invitation> =>
    api.post<Invitation>("/v1/invitation", { invitation });

export const accept_invitation = async (
    api: Api,
    body: { invitation: string; passphrase: string; code: string },
): Promise<OpenedSession> => whole(await api.post<Partial<OpenedSession>>("/v1/invitation/accept", body));

// The name of the other service that lets people in; 404 where there is none.
export const read_outside = (api: Api): Promise<{ name: string }> =>
    api.get<{ name: string }>("/v1/session/outside");

export const start_outside = (api: Api, binding: string): Promise<{ url: string }> =>
    api.post<{ url: string }>("/v1/session/outside", { binding });

export const finish_outside = async (
    api: Api,
    body: { code: string; state: string; binding: string },
): Promise<OpenedSession> =>
    whole(await api.post<Partial<OpenedSession>>("/v1/session/outside/finish", body));
