#include "adapters/jt808/frames.hpp"

namespace muster::jt808 {
namespace {

constexpr unsigned char flag = 0x7E;
constexpr unsigned char escape = 0x7D;

unsigned char xor_of(std::string_view bytes) {
    unsigned sum = 0;
    for (const char byte : bytes)
        sum ^= static_cast<unsigned char>(byte);
    return static_cast<unsigned char>(sum);
}

void append_escaped(std::string& out, unsigned char byte) {
    if (byte == flag || byte == escape) {
        out.push_back(static_cast<char>(escape));
        out.push_back(byte == flag ? '\x02' : '\x01');
    } else {
        out.push_back(static_cast<char>(byte));
    }
}

}  // namespace

std::optional<std::string_view> FrameReader::next(std::string_view& bytes) {
    if (ended_) {
        content_.clear();
        ended_ = false;
    }
    while (!bytes.empty()) {
        const auto byte = static_cast<unsigned char>(bytes.front());
        bytes.remove_prefix(1);
        if (byte != flag) {
            add(byte);
        } else if (ends()) {
            ended_ = true;
            return std::string_view(content_).substr(0, content_.size() - 1);
        }
    }
    return std::nullopt;
}

void FrameReader::add(unsigned char byte) {
    if (!opened_) {
        ++counts_.noise_bytes;
        return;
    }
    if (wrong_ != nullptr) return;
    if (escaped_) {
        escaped_ = false;
        if (byte != 1 && byte != 2) {
            wrong_ = &counts_.bad_escape;
            return;
        }
        byte = byte == 1 ? escape : flag;
    } else if (byte == escape) {
        escaped_ = true;
        return;
    }
    if (content_.size() == max_frame_bytes) {
        wrong_ = &counts_.too_long;
    } else {
        content_.push_back(static_cast<char>(byte));
    }
}

bool FrameReader::ends() {
    opened_ = true;
    if (escaped_) wrong_ = &counts_.bad_escape;
    escaped_ = false;
    if (wrong_ == nullptr && !content_.empty()) {
        if (content_.size() > 1 && xor_of(content_) == 0) {
            ++counts_.frames;
            return true;
        }
        wrong_ = &counts_.bad_checksum;
    }
    if (wrong_ != nullptr) ++*wrong_;
    wrong_ = nullptr;
    content_.clear();
    return false;
}

void append_frame(std::string& out, std::string_view content) {
    out.push_back(static_cast<char>(flag));
    for (const char byte : content)
        append_escaped(out, static_cast<unsigned char>(byte));
    append_escaped(out, xor_of(content));
    out.push_back(static_cast<char>(flag));
}

}  // namespace muster::jt808
