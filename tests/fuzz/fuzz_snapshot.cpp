// Any bytes as a snapshot: never a crash; what is taken is written as text that reads back to the
// same text, and what is not is explained.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/state.hpp"
#include "engine/log/snapshot.hpp"
#include "engine/pipeline/state_text.hpp"

namespace {

using namespace muster;

std::string text_of(const core::BoardState& state,
                    const std::vector<pipeline::Timelines::Note>& notes) {
    std::string text;
    const auto append = [&](std::string_view line) { text += line; };
    pipeline::write_state(state, append);
    pipeline::write_notes(notes, append);
    return text;
}

void read_body(std::string_view body) {
    core::BoardState state;
    std::vector<pipeline::Timelines::Note> notes;
    if (const auto wrong = pipeline::read_state(body, state, notes)) {
        if (wrong->empty()) std::abort();
        return;
    }
    const std::string first = text_of(state, notes);
    core::BoardState again;
    std::vector<pipeline::Timelines::Note> notes_again;
    if (pipeline::read_state(first, again, notes_again)) std::abort();
    if (text_of(again, notes_again) != first) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    const auto snapshot = log::parse_snapshot(bytes);
    if (!snapshot && snapshot.error().message.empty()) std::abort();
    // The checksums keep most inputs from the reader of the body, so it is also asked directly,
    // with and without a first line.
    const std::size_t line = bytes.find('\n');
    if (line != std::string::npos) read_body(std::string_view(bytes).substr(line + 1));
    read_body(bytes);
    return 0;
}
