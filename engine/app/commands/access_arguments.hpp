// What the command line says of rights, for tokens and accounts alike.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/app/commands/cli.hpp"
#include "muster/session_port.hpp"

namespace muster::app {

struct RightsArguments {
    std::vector<std::string> roles;
    std::vector<std::string> districts;
    std::uint64_t responder = 0;
};

void add_rights(Command& command, RightsArguments& into);

// False where a role does not exist or a district is too long, which is then said.
[[nodiscard]] bool read_rights(Cli& cli, const RightsArguments& args, std::vector<Role>& roles,
                               std::vector<Code>& districts);

// Form: of a token or an account.
template <class Form>
[[nodiscard]] bool read_rights(Cli& cli, const RightsArguments& args, Form& form) {
    form.responder = {args.responder};
    return read_rights(cli, args, form.roles, form.districts);
}

void fail(Cli& cli, Exit with, const AccessFault& fault);

}  // namespace muster::app
