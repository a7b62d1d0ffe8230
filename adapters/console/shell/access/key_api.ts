// Security keys as the server tells them (adapters/http, "sessions"). Where the desk has none set up it
// says 404.
import type { Api } from "../net/api.ts";
import type { KeyQuestion, NewKey, NewKeyQuestion } from "./security_key.ts";

export interface KeyView {
    id: string;
    name?: string;
    added_at?: number;
    used_at?: number; // none or 0: never
}

export const keys_path = "/v1/session/keys";

// Of somebody who has typed name and passphrase and is not signed in yet.
export const ask_key = (api: Api, account: string, passphrase: string): Promise<KeyQuestion> =>
    api.post<KeyQuestion>("/v1/session/key_question", { account: account.trim(), passphrase });

export const ask_new_key = (api: Api): Promise<NewKeyQuestion> =>
    api.post<NewKeyQuestion>(`${keys_path}/question`, {});

export const add_key = (api: Api, body: NewKey & { passphrase: string; name: string }): Promise<KeyView> =>
    api.post<KeyView>(keys_path, body);

export const remove_key = (api: Api, id: string, passphrase: string): Promise<null> =>
    api.post<null>(`${keys_path}/remove`, { id, passphrase });
