#include "engine/app/anchors/sent_note.hpp"

#include <sstream>

#include "engine/log/anchor.hpp"
#include "engine/log/files.hpp"

namespace muster::app {
namespace {

// An address may hold a secret, and only whether it is the same matters.
std::string same_address(const std::string& address) {
    return log::to_hex(log::Hasher().digest(address));
}

std::filesystem::path note_file(const std::filesystem::path& folder, const std::string& target) {
    return folder / (target + ".sent");
}

}  // namespace

std::optional<SentNote> read_sent_note(const std::filesystem::path& folder,
                                       const std::string& target, const std::string& address) {
    const auto text = log::read_file(note_file(folder, target));
    if (!text) return std::nullopt;
    std::istringstream in(*text);
    std::int64_t at = 0;
    std::string anchor;
    std::string of;
    if (!(in >> at >> anchor >> of) || of != same_address(address)) return std::nullopt;
    const auto read = log::anchor_from_text(anchor);
    if (!read) return std::nullopt;
    return SentNote{read->anchor, TimePoint{at}};
}

log::LogError write_sent_note(const std::filesystem::path& folder, const std::string& target,
                              const std::string& address, const SentNote& note) {
    const std::string text = std::to_string(note.at.value) + " " +
                             log::anchor_text(note.end, "", nullptr) + " " + same_address(address) +
                             "\n";
    return log::write_file_durably(note_file(folder, target), text, "");
}

}  // namespace muster::app
