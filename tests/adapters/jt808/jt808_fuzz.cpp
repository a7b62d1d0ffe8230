// Any bytes, cut at any place, whole and as the content of a frame: the session keeps to its limits
// and tells the same as uncut.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "tests/adapters/jt808/jt808_world.hpp"

namespace {

using muster::Submission;
using muster::jt808::testing::World;

std::string told(const World& world) {
    std::string out;
    for (const Submission& one : world.commands.submissions) {
        out += one.source + " " + one.key + " " + std::string(one.command.name());
        if (const auto* signal = one.command.get_if<muster::SignalDevice>()) {
            if (signal->said.value.size() > muster::jt808::max_said_bytes) std::abort();
            if (signal->place && !on_earth(signal->place->value)) std::abort();
            out += " " + signal->signal.str() + " " + signal->said.value;
        }
        out += "\n";
    }
    for (const std::string& frame : world.sent)
        out += frame + "\n";
    return out;
}

muster::jt808::Jt808Options small() {
    muster::jt808::Jt808Options options;
    options.max_terminals = 4;
    options.fragment_bytes = 1024;
    options.fragment_asks = 1;
    return options;
}

void end(World& world) {
    world.pass(muster::seconds(10));
    world.pass(muster::seconds(10));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string input(reinterpret_cast<const char*>(data) + 1, size - 1);
    const std::size_t cut = input.empty() ? 0 : data[0] % input.size();

    World whole(small());
    whole.give(input);
    end(whole);
    World parts(small());
    parts.give(std::string_view(input).substr(0, cut));
    parts.give(std::string_view(input).substr(cut));
    end(parts);
    if (told(whole) != told(parts)) std::abort();

    // With the right checksum, so that what lies behind it is reached.
    std::string frame;
    muster::jt808::append_frame(frame, input);
    World content(small());
    content.give(frame);
    end(content);
    static_cast<void>(told(content));
    return 0;
}
