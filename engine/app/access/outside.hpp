// People whom another service lets in: OpenID Connect Core 1.0, the code flow with PKCE. The page
// sends the browser there, it comes back to the page with a code, and the service asks for the
// token behind it. One thread, which may block.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "engine/access/accounts.hpp"
#include "engine/access/id_token.hpp"
#include "engine/access/outside_options.hpp"
#include "engine/app/web_fetch.hpp"
#include "muster/session_port.hpp"

namespace muster::app {

class Outside {
  public:
    explicit Outside(const access::OutsideOptions& options) : options_(options) {}

    [[nodiscard]] bool is_on() const { return !options_.issuer.empty(); }
    [[nodiscard]] const std::string& name() const { return options_.name; }

    // `binding`: the SHA-256, in base64url, of what the page keeps for itself. Whoever comes back
    // must have it, so that nobody is signed in as somebody else by a link.
    [[nodiscard]] AccessResult<OutsideStarted> start(const std::string& binding, TimePoint now);
    // Who it is, as an account keeps it.
    [[nodiscard]] AccessResult<access::IdToken> finish(const OutsideForm& form, TimePoint now);

  private:
    struct Waiting {
        access::CodeFlow flow;
        std::string binding;
        TimePoint until;
    };
    [[nodiscard]] std::optional<AccessFault> discover();
    [[nodiscard]] Expected<access::IdToken, std::string> exchange(const std::string& code,
                                                                  const Waiting& waiting,
                                                                  TimePoint now);

    const access::OutsideOptions options_;
    std::optional<access::ProviderAddresses> provider_;
    std::map<std::string, Waiting> waiting_;  // by state
};

}  // namespace muster::app
