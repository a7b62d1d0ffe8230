// Security keys of people: which there are, how one is added and what one answers.
#include <algorithm>
#include <utility>

#include "engine/access/accounts.hpp"
#include "engine/gate/crypto.hpp"

namespace muster::access {
namespace {

constexpr std::size_t keys_max = 10;
constexpr std::size_t longest_key_name = 64;

AccessFault no_site() {
    return {.reason = AccessRefusal::no_security_keys,
            .detail = "security keys are made for a name, and this desk is reached at none",
            .expected = "server.public_url with https:// and a host name"};
}

// Which of its parts it was helps whoever builds a page, and nobody who guesses.
AccessFault unfit(std::string_view field, const std::string& why) {
    return {.reason = AccessRefusal::bad_value,
            .detail = why,
            .field = std::string(field),
            .expected = "what the browser gave for the last question, within five minutes"};
}

SecurityKeyView shown(const StoredKey& key) {
    return {.id = key.key.id, .name = key.name, .added_at = key.added_at, .used_at = key.used_at};
}

std::vector<std::string> ids_of(const std::vector<StoredKey>& keys) {
    std::vector<std::string> ids;
    for (const StoredKey& one : keys)
        ids.push_back(one.key.id);
    return ids;
}

}  // namespace

AccessResult<KeyQuestion> Accounts::ask_key(const KeyQuestionForm& form, const std::string& address,
                                            TimePoint now) {
    if (!site_) return no_site();
    const auto account = with_passphrase(form.account, form.passphrase, address, now);
    if (!account) return account.error();
    // As open_session: a disabled account is one that does not exist.
    if (account->disabled_at) return failed(*account, address, now);
    const auto keys = store_.keys(account->name);
    if (!keys) return unavailable(keys.error());
    KeyQuestion question{.challenge = {}, .rp_id = site_->rp_id, .keys = ids_of(*keys)};
    if (!keys->empty()) {
        question.challenge = questions_.draw(KeyQuestions::Kind::sign_in, account->name, now);
    }
    return question;
}

// Within a transaction.
AccessResult<bool> Accounts::check_key(const Account& account, const KeyAnswer& answer,
                                       TimePoint now) {
    if (!site_) return no_site();
    const auto challenge = questions_.take(KeyQuestions::Kind::sign_in, account.name, now);
    if (!challenge) return false;
    const auto keys = store_.keys(account.name);
    if (!keys) return unavailable(keys.error());
    const auto key = std::find_if(keys->begin(), keys->end(),
                                  [&](const StoredKey& one) { return one.key.id == answer.id; });
    if (key == keys->end()) return false;
    const auto counter = counter_of(*site_, key->key, *challenge, answer);
    if (!counter) return false;
    if (const auto error = store_.note_key_used(key->key.id, *counter, now)) {
        return unavailable(error);
    }
    return true;
}

AccessResult<std::vector<SecurityKeyView>> Accounts::keys(const std::string& account) {
    if (!site_) return no_site();
    const auto keys = store_.keys(account);
    if (!keys) return unavailable(keys.error());
    std::vector<SecurityKeyView> views;
    for (const StoredKey& one : *keys)
        views.push_back(shown(one));
    return views;
}

AccessResult<NewKeyQuestion> Accounts::ask_new_key(const std::string& account, TimePoint now) {
    if (!site_) return no_site();
    const auto found = named(account);
    if (!found) return found.error();
    const auto keys = store_.keys(account);
    if (!keys) return unavailable(keys.error());
    if (keys->size() >= keys_max) {
        return AccessFault{.reason = AccessRefusal::not_allowed,
                           .detail = "an account has at most ten security keys",
                           .expected = "remove one first"};
    }
    return NewKeyQuestion{.challenge = questions_.draw(KeyQuestions::Kind::new_key, account, now),
                          .rp_id = site_->rp_id,
                          // A key keeps it: it tells nothing of who that is.
                          .user = gate::to_base64url(gate::sha256("muster account " + account)),
                          .user_name = account,
                          .shown_name = found->shown_name,
                          .keys = ids_of(*keys)};
}

AccessResult<SecurityKeyView> Accounts::add_key(const std::string& account, const NewKeyForm& form,
                                                const std::string& address, TimePoint now) {
    if (!site_) return no_site();
    if (form.name.empty() || form.name.size() > longest_key_name) {
        return AccessFault{.reason = AccessRefusal::bad_value,
                           .detail = "a key needs a name by which it is known again",
                           .field = "name",
                           .expected = "at most 64 bytes"};
    }
    const auto holder = with_passphrase(account, form.passphrase, address, now);
    if (!holder) return holder.error();
    const auto challenge = questions_.take(KeyQuestions::Kind::new_key, account, now);
    if (!challenge) return unfit("client_data", "no question for a new key is open");
    auto made = new_key(*site_, *challenge, form.client_data, form.authenticator_data);
    if (!made) return unfit("authenticator_data", made.error());
    StoredKey key{.key = std::move(*made),
                  .account = account,
                  .name = form.name,
                  .added_at = now,
                  .used_at = {}};
    const sqlite::Error error = store_.add_key(key);
    if (error.code == sqlite::ErrorCode::constraint) {
        return AccessFault{.reason = AccessRefusal::name_taken,
                           .detail = "this key is known here already",
                           .field = "authenticator_data",
                           .expected = "another key"};
    }
    if (error) return unavailable(error);
    return shown(key);
}

AccessResult<bool> Accounts::remove_key(const std::string& account, const OldKeyForm& form,
                                        const std::string& address, TimePoint now) {
    const auto holder = with_passphrase(account, form.passphrase, address, now);
    if (!holder) return holder.error();
    if (const auto error = store_.drop_key(account, form.id)) return unavailable(error);
    if (store_.file().changed_rows() > 0) return true;
    return AccessFault{.reason = AccessRefusal::bad_value,
                       .detail = "this account has no such key",
                       .field = "id",
                       .expected = "one of GET /v1/session/keys"};
}

}  // namespace muster::access
