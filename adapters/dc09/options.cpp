#include "adapters/dc09/options.hpp"

#include <string_view>

#include "adapters/dc09/peers.hpp"

namespace muster::dc09 {
namespace {

bool is_upper_hex(std::string_view text) {
    return text.find_first_not_of("0123456789ABCDEF") == std::string_view::npos;
}

// As device_name has it.
bool is_account(std::string_view name) {
    const std::size_t slash = name.find('/');
    if (slash != std::string_view::npos) {
        const std::string_view prefix = name.substr(0, slash);
        if (prefix.empty() || prefix.size() > 6 || prefix[0] == '0' || !is_upper_hex(prefix)) {
            return false;
        }
        name.remove_prefix(slash + 1);
    }
    return name.size() >= 3 && name.size() <= 16 && is_upper_hex(name);
}

}  // namespace

std::optional<SettingProblem> check(const Dc09Options& options) {
    Peers peers;
    for (std::size_t i = 0; i < options.peers.size(); ++i) {
        if (peers.add(options.peers[i])) continue;
        return SettingProblem{"/peers/" + std::to_string(i) + "/address",
                              "must be an address such as 192.0.2.7, a network such as "
                              "10.8.0.0/16, or any"};
    }
    const bool listens = options.tcp_port != 0 || options.udp_port != 0;
    if (listens && options.peers.empty()) {
        return SettingProblem{"/peers",
                              "must name who may send, such as { address = \"10.8.0.0/16\" }; "
                              "{ address = \"any\" } is everybody"};
    }
    for (std::size_t i = 0; i < options.accounts.size(); ++i) {
        const AccountRule& one = options.accounts[i];
        const std::string at = "/accounts/" + std::to_string(i);
        if (!is_account(one.account)) {
            return SettingProblem{at + "/account",
                                  "must be 3 to 16 hex digits in upper case, such as 7A31, with a "
                                  "line prefix before it that is not 0: 2/7A31"};
        }
        for (std::size_t j = 0; j < i; ++j) {
            if (options.accounts[j].account == one.account) {
                return SettingProblem{at + "/account", "is there twice"};
            }
        }
        const bool has_key = !one.key.file.empty() || !one.key.env.empty();
        if (!one.key.file.empty() && !one.key.env.empty()) {
            return SettingProblem{at + "/key", "must say where the key is: either file or env"};
        }
        if (one.only_encrypted && !has_key && one.key.value.empty()) {
            return SettingProblem{at + "/only_encrypted",
                                  "needs a key: without one nothing of it could be read"};
        }
    }
    return std::nullopt;
}

}  // namespace muster::dc09
