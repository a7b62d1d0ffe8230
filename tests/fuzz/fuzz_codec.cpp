// Any bytes, read as each kind of document: never a crash, and what is accepted is written as text
// that reads back to the same text.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "engine/codec/commands_json.hpp"

namespace {

using namespace muster;
using codec::Mode;

template <class T, class Read>
void try_as(std::string_view text, Mode mode, Read read) {
    T value{};
    const auto error = read(text, value, mode, codec::Options{});
    if (error) {
        if (error->offset > text.size() || error->message.empty()) std::abort();
        if (!codec::is_valid_utf8(error->message) || !codec::is_valid_utf8(error->path)) {
            std::abort();
        }
        return;
    }
    std::string first;
    codec::write(first, value);
    T back{};
    if (read(first, back, Mode::strict, codec::own_text)) std::abort();
    std::string second;
    codec::write(second, back);
    if (first != second) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    // An exactly sized copy, so that a sanitizer sees one byte too many.
    const std::unique_ptr<char[]> copy(new char[size]);
    if (size > 0) std::memcpy(copy.get(), data, size);
    const std::string_view text(copy.get(), size);
    for (const Mode mode : {Mode::strict, Mode::lenient}) {
        try_as<Command>(text, mode, codec::read_command);
        try_as<Event>(text, mode, codec::read_event);
        each_type(Entities(), [&]<class T>(std::type_identity<T>) {
            try_as<T>(text, mode, [](std::string_view from, T& to, Mode how, const auto& options) {
                return codec::read_entity(from, &to, how, options);
            });
        });
        try_as<Rules>(text, mode, codec::read_rules);
    }
    return 0;
}
