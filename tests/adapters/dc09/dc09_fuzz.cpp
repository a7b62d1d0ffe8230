// Anything that may come in at the port.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "adapters/dc09/cipher.hpp"
#include "adapters/dc09/frame.hpp"
#include "adapters/dc09/message.hpp"
#include "engine/codec/text.hpp"

namespace {

using namespace muster;
using namespace muster::dc09;

void try_body(std::string_view body) {
    const auto header = read_header(body);
    if (!header) return;
    if (header->account.size() < 3 || header->account.size() > 16) std::abort();
    const Cipher cipher("q7W2e9R4t1Y6u3I8o5P0a7S2d9F4g1H6");
    if (const auto plain = cipher.decrypt(header->content)) {
        (void)read_content(header->token, without_pad(*plain));
    }
    const Said said = read_content(header->token, header->content);
    if (!codec::is_valid_utf8(said.text)) std::abort();
    // What we answer is a frame, whatever was said.
    FrameReader reader({});
    reader.feed(
        write_frame(write_answer(Answer::ack, *header, TimePoint{1'772'439'330'000}, &cipher)));
    const auto answer = reader.next();
    if (!answer || !answer->good || !read_header(answer->body)) std::abort();
}

std::size_t run(std::string_view bytes, Quirks quirks, std::size_t step) {
    FrameReader reader(quirks);
    std::size_t frames = 0;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        reader.feed(bytes.substr(at, step));
        while (const auto frame = reader.next()) {
            ++frames;
            if (frame->body.size() > max_body_bytes) std::abort();
            try_body(frame->body);
        }
    }
    return frames;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    for (const Quirks quirks : {Quirks{}, Quirks{true, false}, Quirks{false, true}}) {
        // However it is cut, the same frames come out.
        if (run(bytes, quirks, 1) != run(bytes, quirks, size + 1)) std::abort();
    }
    try_body(bytes);
    return 0;
}
