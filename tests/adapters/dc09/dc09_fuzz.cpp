// Anything that may come in at the port: the same frames however it is cut, and answers that are
// frames.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/dc09/content.hpp"
#include "adapters/dc09/frame.hpp"
#include "adapters/dc09/message.hpp"
#include "engine/codec/text.hpp"

namespace {

using namespace muster;
using namespace muster::dc09;

constexpr std::string_view key = "q7W2e9R4t1Y6u3I8o5P0a7S2d9F4g1H6";

void check_content(Token token, std::string_view text) {
    for (const TextForm form : {TextForm::windows_1252, TextForm::gb18030}) {
        const Content content = read_content(token, text, form);
        if (content.events.size() > most_events + 1) std::abort();
        for (const Event& event : content.events) {
            if (event.said.size() > most_said_bytes || !codec::is_valid_utf8(event.said) ||
                !codec::is_valid_utf8(event.name)) {
                std::abort();
            }
        }
    }
}

void check_body(std::string_view body) {
    const auto header = read_header(body);
    if (!header) return;
    if (device_name(*header).size() > 23) std::abort();
    const Cipher cipher(key);
    if (const auto opened = cipher.open(header->content)) {
        check_content(header->token, without_pad(*opened));
    }
    check_content(header->token, header->content);
    const Seal seal{.cipher = cipher, .pad = key, .now = TimePoint{1'772'439'330'000}};
    for (const std::string& answer :
         {write_ack(*header, nullptr), write_ack(*header, &seal), write_duh(*header)}) {
        FrameReader reader;
        reader.feed(write_frame(answer));
        const auto frame = reader.next();
        if (!frame || frame->crc != CrcForm::standard || !read_header(frame->body)) std::abort();
    }
}

std::vector<std::string> frames_of(std::string_view bytes, std::size_t step) {
    std::vector<std::string> bodies;
    FrameReader reader;
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        reader.feed(bytes.substr(at, step));
        while (const auto frame = reader.next()) {
            if (frame->body.size() > most_body_bytes) std::abort();
            bodies.emplace_back(frame->body);
        }
        if (reader.kept_bytes() > most_body_bytes + 10) std::abort();
    }
    return bodies;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto whole = frames_of(bytes, size + 1);
    if (whole != frames_of(bytes, 1) || whole != frames_of(bytes, 7)) std::abort();
    for (const std::string& body : whole)
        check_body(body);
    check_body(bytes);
    check_content(Token::sia_dcs, bytes);
    return 0;
}
