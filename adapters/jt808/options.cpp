#include "adapters/jt808/options.hpp"

#include "adapters/jt808/allow_list.hpp"

namespace muster::jt808 {

std::optional<SettingProblem> check(const Jt808Options& options) {
    AllowList allow;
    for (std::size_t i = 0; i < options.allow.size(); ++i) {
        if (allow.add(options.allow[i])) continue;
        return SettingProblem{"/allow/" + std::to_string(i),
                              "must be an address such as 192.0.2.7, a network such as "
                              "10.8.0.0/16, or any"};
    }
    if (options.port == 0) return std::nullopt;
    if (options.allow.empty()) {
        return SettingProblem{"/allow",
                              "must name who may connect: nobody can, as it is; or set port to 0"};
    }
    if (allow.has_any() && !options.authenticate) {
        return SettingProblem{"/authenticate",
                              "must be true where anybody may connect (allow has \"any\")"};
    }
    if (options.secret.file.empty() == options.secret.env.empty()) {
        return SettingProblem{
            "/secret", "must say where the secret of the tokens is: either its file or its env"};
    }
    return std::nullopt;
}

}  // namespace muster::jt808
