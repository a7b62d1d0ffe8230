// A security key as a page's browser sees it, made by the browser itself: put in, touched, taken out.

export class Authenticator {
    // touched: by itself, whenever it is asked.
    static async put_in(on, { touched = true } = {}) {
        const self = new Authenticator();
        self.session = await on.context().newCDPSession(on);
        // Without UI: the dialogue of the browser is no part of a page, and a headless one has none.
        await self.session.send("WebAuthn.enable", { enableUI: false });
        const { authenticatorId } = await self.session.send("WebAuthn.addVirtualAuthenticator", {
            options: {
                protocol: "ctap2",
                transport: "usb",
                hasResidentKey: false,
                hasUserVerification: false,
                automaticPresenceSimulation: touched,
            },
        });
        self.id = authenticatorId;
        return self;
    }

    // How many sites and accounts it has made a key for.
    async count() {
        const { credentials } = await this.session.send("WebAuthn.getCredentials", { authenticatorId: this.id });
        return credentials.length;
    }

    touches(enabled) {
        return this.session.send("WebAuthn.setAutomaticPresenceSimulation", {
            authenticatorId: this.id,
            enabled,
        });
    }

    async take_out() {
        await this.session.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: this.id });
        await this.session.detach();
    }
}
