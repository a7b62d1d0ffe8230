// Security keys as second factor: what is asked of one and what it answers (W3C Web Authentication,
// level 2). Challenges, numbers of keys and answers are bytes in base64url without padding, as the
// page has them from its browser.
#pragma once

#include <boost/describe/class.hpp>
#include <string>
#include <vector>

#include "muster/units.hpp"

namespace muster {

// At the door, behind a passphrase that is right.
struct KeyQuestionForm {
    std::string account{};
    std::string passphrase{};
};
BOOST_DESCRIBE_STRUCT(KeyQuestionForm, (), (account, passphrase))

struct KeyQuestion {
    std::string challenge{};          // counts once, and for five minutes
    std::string rp_id{};              // the host that its keys are made for
    std::vector<std::string> keys{};  // which may answer; none: this account has no key
};
BOOST_DESCRIBE_STRUCT(KeyQuestion, (), (challenge, rp_id, keys))

struct KeyAnswer {
    std::string id{};  // of the key; empty = no key was asked
    std::string client_data{};
    std::string authenticator_data{};
    std::string signature{};
};
BOOST_DESCRIBE_STRUCT(KeyAnswer, (), (id, client_data, authenticator_data, signature))

// What a new key is made from.
struct NewKeyQuestion {
    std::string challenge{};
    std::string rp_id{};
    std::string user{};  // whom the key knows the account by
    std::string user_name{};
    std::string shown_name{};
    std::vector<std::string> keys{};  // which the account has already
};
BOOST_DESCRIBE_STRUCT(NewKeyQuestion, (), (challenge, rp_id, user, user_name, shown_name, keys))

struct NewKeyForm {
    std::string passphrase{};  // of whoever adds it: a desk that is left alone adds none
    std::string name{};        // such as "blue, on my key ring"; at most 64 bytes
    std::string client_data{};
    std::string authenticator_data{};
};
BOOST_DESCRIBE_STRUCT(NewKeyForm, (), (passphrase, name, client_data, authenticator_data))

struct OldKeyForm {
    std::string passphrase{};
    std::string id{};
};
BOOST_DESCRIBE_STRUCT(OldKeyForm, (), (passphrase, id))

struct SecurityKeyView {
    std::string id{};
    std::string name{};
    TimePoint added_at{};
    TimePoint used_at{};  // 0 = never
};
BOOST_DESCRIBE_STRUCT(SecurityKeyView, (), (id, name, added_at, used_at))

}  // namespace muster
