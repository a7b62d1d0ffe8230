// What is known of one person, for that person.

#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

#include "engine/app/commands/cli.hpp"
#include "engine/app/commands/note_export.hpp"
#include "engine/app/config/exposure.hpp"
#include "engine/app/progress.hpp"
#include "engine/pipeline/person_export.hpp"

namespace muster::app {
namespace {

struct PersonArguments {
    std::string data;
    std::string file;
    std::uint64_t member = 0;
};

void export_to(Cli& cli, const PersonArguments& args) {
    keep_files_private();
    if (!note_export(cli, args.data, "members/" + std::to_string(args.member))) return;
    std::ofstream out(args.file, std::ios::binary | std::ios::trunc);
    if (!out) return cli.fail(Exit::failed, "cannot write " + args.file);
    ProgressLine line("reading", "records");
    const auto report = pipeline::export_person(
        args.data, {args.member}, [&](std::string_view piece) { out << piece; },
        [&](std::uint64_t done, std::uint64_t total) { line.show(done, total); });
    line.end();
    if (!report) return cli.fail(Exit::failed, report.error().message);
    out.close();
    if (!out) return cli.fail(Exit::failed, "cannot write " + args.file + ": is the disk full?");
    if (!report->known) {
        return cli.fail(Exit::no, "no member has the number " + std::to_string(args.member));
    }
    std::printf("%s: %llu things that are kept of member %llu, and %llu records that tell of it\n",
                args.file.c_str(), static_cast<unsigned long long>(report->entities),
                static_cast<unsigned long long>(args.member),
                static_cast<unsigned long long>(report->records));
}

}  // namespace

void add_person(Cli& cli) {
    const auto args = std::make_shared<PersonArguments>();
    Command person = cli.app.add_subcommand("person", "Give people what is known of them");
    person.require_subcommand();
    Command command =
        person.add_subcommand("export", "Write all that is kept of one member, as JSON");
    command.add_option("--data", args->data, "folder with the log").required();
    command.add_option("--member", args->member, "number of the member").required();
    command.add_option("FILE", args->file, "is written for its owner only").required();
    command.example("muster person export --data /var/lib/muster --member 57 person.json");
    command.callback([&cli, args] { export_to(cli, *args); });
}

}  // namespace muster::app
