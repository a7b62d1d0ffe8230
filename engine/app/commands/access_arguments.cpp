#include "engine/app/commands/access_arguments.hpp"

#include "muster/enum_names.hpp"

namespace muster::app {
namespace {

std::string known_roles() {
    std::string names;
    for (const Role role : enum_values<Role>) {
        if (!names.empty()) names += ", ";
        names += name_of(role);
    }
    return names;
}

}  // namespace

void add_rights(Command& command, RightsArguments& into) {
    command.add_option("--role", into.roles, known_roles() + "; several are possible")
        .required()
        .delimiter(',');
    command.add_option("--district", into.districts, "sees only these districts; none = all")
        .delimiter(',');
    command.add_option("--responder", into.responder, "number of the responder it belongs to");
}

bool read_rights(Cli& cli, const RightsArguments& args, std::vector<Role>& roles,
                 std::vector<Code>& districts) {
    for (const std::string& name : args.roles) {
        const auto role = enum_named<Role>(name);
        if (!role) {
            cli.fail(Exit::usage,
                     "there is no role \"" + name + "\"; the roles are " + known_roles());
            return false;
        }
        roles.push_back(*role);
    }
    for (const std::string& name : args.districts) {
        const auto code = Code::from_text(name);
        if (!code || name.find(',') != std::string::npos || name.empty()) {
            cli.fail(Exit::usage, "\"" + name + "\" cannot be a district: at most 23 bytes");
            return false;
        }
        districts.push_back(*code);
    }
    return true;
}

void fail(Cli& cli, Exit with, const AccessFault& fault) {
    std::string text = fault.field.empty() ? fault.detail : fault.field + ": " + fault.detail;
    if (!fault.expected.empty()) text += "; right would be: " + fault.expected;
    cli.fail(with, text);
}

}  // namespace muster::app
