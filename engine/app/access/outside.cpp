#include "engine/app/access/outside.hpp"

#include <spdlog/spdlog.h>

#include <utility>

#include "engine/gate/crypto.hpp"

namespace muster::app {
namespace {

constexpr std::size_t binding_bytes = 43;  // of a SHA-256 in base64url
constexpr std::size_t longest_text = 4'096;

// Which part of the other service failed is for the operator, not for whoever stands outside.
AccessFault not_there(const std::string& why) {
    spdlog::warn("sign-in by OpenID Connect failed: {}", why);
    return {.reason = AccessRefusal::unavailable, .detail = "the other service did not let in"};
}

AccessFault not_ours() {
    return {.reason = AccessRefusal::wrong_credentials,
            .detail = "this sign-in did not begin here, or took too long",
            .expected = "begin again"};
}

}  // namespace

std::optional<AccessFault> Outside::discover() {
    if (provider_) return std::nullopt;
    std::string url = options_.issuer;
    if (!url.ends_with('/')) url += '/';
    const auto answer =
        fetch({.url = url + ".well-known/openid-configuration", .timeout = options_.timeout_ms});
    if (!answer) return not_there(answer.error());
    auto provider = access::read_discovery(answer->body, options_.issuer);
    if (!provider) return not_there(provider.error());
    if (!is_safe_address(provider->authorization)) return not_there("it signs people in by http");
    provider_ = std::move(*provider);
    return std::nullopt;
}

AccessResult<OutsideStarted> Outside::start(const std::string& binding, TimePoint now) {
    if (binding.size() != binding_bytes) {
        return AccessFault{.reason = AccessRefusal::bad_value,
                           .detail = "this binds nothing",
                           .field = "binding",
                           .expected = "a SHA-256 in base64url"};
    }
    if (auto fault = discover()) return *fault;
    std::erase_if(waiting_, [&](const auto& one) { return one.second.until <= now; });
    if (waiting_.size() >= options_.waiting_max) {
        return AccessFault{.reason = AccessRefusal::too_many,
                           .detail = "as many sign-ins are under way as may",
                           .expected = "try again soon"};
    }
    const access::CodeFlow flow = access::draw_code_flow();
    waiting_.emplace(flow.state, Waiting{flow, binding, now + options_.sign_in_ms});
    return OutsideStarted{access::authorization_url(*provider_, options_.client_id,
                                                    options_.redirect_url, options_.scope, flow)};
}

AccessResult<access::IdToken> Outside::finish(const OutsideForm& form, TimePoint now) {
    const auto found = waiting_.find(form.state);
    if (found == waiting_.end() || form.code.size() > longest_text) return not_ours();
    // A state counts once, whatever comes of it.
    const Waiting waiting = std::move(found->second);
    waiting_.erase(found);
    const std::string shown = gate::to_base64url(gate::sha256(form.binding));
    if (waiting.until <= now || !gate::equal_in_constant_time(shown, waiting.binding)) {
        return not_ours();
    }
    auto token = exchange(form.code, waiting, now);
    if (token) return std::move(*token);
    // It may have other addresses by now.
    provider_.reset();
    return not_there(token.error());
}

Expected<access::IdToken, std::string> Outside::exchange(const std::string& code,
                                                         const Waiting& waiting, TimePoint now) {
    if (!provider_) return std::string("its configuration is not known any more");
    const auto answer = fetch({.url = provider_->token,
                               .form = {{"grant_type", "authorization_code"},
                                        {"code", code},
                                        {"redirect_uri", options_.redirect_url},
                                        {"code_verifier", waiting.flow.verifier},
                                        {"client_id", options_.client_id}},
                               .user = options_.secret.value.empty() ? "" : options_.client_id,
                               .password = options_.secret.value,
                               .timeout = options_.timeout_ms});
    if (!answer) return answer.error();
    const auto token = access::read_token_answer(answer->body);
    if (!token) return token.error();
    const auto keys = fetch({.url = provider_->keys, .timeout = options_.timeout_ms});
    if (!keys) return keys.error();
    return access::check_id_token(token->text, keys->body,
                                  {.issuer = options_.issuer,
                                   .client_id = options_.client_id,
                                   .nonce = waiting.flow.nonce,
                                   .name_claim = options_.name_claim,
                                   .now = now});
}

}  // namespace muster::app
