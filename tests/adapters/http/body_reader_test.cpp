#include "adapters/http/body_reader.hpp"

#include <gtest/gtest.h>

#include <string>

namespace muster::http {
namespace {

constexpr BodyLimits limits{
    .body_bytes = 100, .chunk_line_bytes = 64, .trailer_bytes = 80, .framing_bytes = 120};

struct Read {
    BodyState state = BodyState::more;
    std::string body;
    std::size_t left = 0;  // bytes behind the body
};

// Reads a body in chunks, `step` bytes at a time.
Read read(std::string_view text, std::size_t step = std::string_view::npos, bool keep = true) {
    BodyReader reader;
    reader.begin_chunked(limits, keep);
    Read out;
    while (out.state == BodyState::more && !text.empty()) {
        std::string_view piece = text.substr(0, step);
        const std::size_t size = piece.size();
        out.state = reader.take(piece);
        text.remove_prefix(size - piece.size());
    }
    out.body = reader.body();
    out.left = text.size();
    EXPECT_EQ(out.state == BodyState::malformed, !reader.fault().empty());
    return out;
}

TEST(BodyReader, ChunksInPiecesOfAnySize) {
    const std::string text =
        "5\r\nhello\r\n001;a=\"b;c\" ;d\r\n \r\nA ;x\r\nbig  world\r\n0;last\r\n"
        "X-Sum: 7\r\nEmpty:\r\n\r\nGET ";
    for (std::size_t step = 1; step <= text.size(); ++step) {
        const Read got = read(text, step);
        ASSERT_EQ(got.state, BodyState::whole) << step;
        EXPECT_EQ(got.body, "hello big  world");
        EXPECT_EQ(got.left, 4u) << "the next request stays";
    }
    EXPECT_EQ(read(text, 3, false).body, "") << "dropped";
    for (std::size_t n = 0; n + 4 < text.size(); ++n) {
        EXPECT_EQ(read(std::string_view(text).substr(0, n)).state, BodyState::more) << n;
    }
}

TEST(BodyReader, RefusesWhatTwoProgramsMayReadDifferently) {
    for (const char* text : {"\r\n",
                             " 5\r\n",
                             "+5\r\n",
                             "-5\r\n",
                             "0x5\r\n",
                             "g\r\n",
                             ";a\r\n",
                             "5\n",
                             "5\rX",
                             "5 \r\n",
                             "5 x\r\n",
                             "5,5\r\n",
                             "5;a\n",
                             "5;a\rb\r\n",
                             "5;a\x01\r\n",
                             "5;a\x7f\r\n",
                             "5\r\nhello0\r\n",
                             "5\r\nhello\n",
                             "5\r\nhello\rX",
                             "0\r\nX\r\n\r\n",
                             "0\r\n: v\r\n\r\n",
                             "0\r\nX : v\r\n\r\n",
                             "0\r\n X: v\r\n\r\n",
                             "0\r\nX: v\n\r\n",
                             "0\r\nX: a\x01\r\n\r\n",
                             "0\r\nX: a\rb\r\n\r\n",
                             "0\r\n\n",
                             "0\r\n\rX",
                             "0\r\nX: a\r\n folded\r\n\r\n"}) {
        for (const std::size_t step : {std::size_t{1}, std::string_view::npos}) {
            EXPECT_EQ(read(text, step).state, BodyState::malformed) << text;
        }
    }
    EXPECT_EQ(read(std::string_view("5;a\0\r\n", 6)).state, BodyState::malformed);
}

TEST(BodyReader, EachLimitToTheByte) {
    const auto line = [](std::size_t size) { return "1;" + std::string(size - 2, 'a') + "\r\n"; };
    EXPECT_EQ(read(line(64)).state, BodyState::more);
    EXPECT_EQ(read(line(65)).state, BodyState::chunk_line_too_long);
    EXPECT_EQ(read("5;" + std::string(1000, 'a')).state, BodyState::chunk_line_too_long)
        << "before its end is there";
    EXPECT_EQ(read(std::string(64, '0') + "\r\n").state, BodyState::more);
    EXPECT_EQ(read(std::string(65, '0')).state, BodyState::chunk_line_too_long);
    const auto trailer = [](std::size_t size) { return "0\r\nT:" + std::string(size - 2, 'a'); };
    EXPECT_EQ(read(trailer(80)).state, BodyState::more);
    EXPECT_EQ(read(trailer(81)).state, BodyState::trailers_too_long);
    // Each line is within its limit, and all of them together are not.
    std::string many;
    for (int i = 0; i < 3; ++i)
        many += line(60) + "x\r\n";
    EXPECT_EQ(read(many).state, BodyState::framing_too_long);
    EXPECT_EQ(read(line(64) + "x\r\n" + trailer(73)).state, BodyState::framing_too_long);
    // The body's own limit, whole, in pieces, and by the size alone.
    EXPECT_EQ(read("64\r\n" + std::string(100, 'x') + "\r\n0\r\n\r\n").state, BodyState::whole);
    EXPECT_EQ(read("65").state, BodyState::too_large);
    EXPECT_EQ(read("fffffffffffffffff").state, BodyState::too_large);
    std::string bytes;
    for (int i = 0; i < 100; ++i)
        bytes += "1\r\nx\r\n";
    EXPECT_EQ(read(bytes + "0\r\n\r\n").state, BodyState::whole) << "small chunks are honest";
    EXPECT_EQ(read(bytes + "1").state, BodyState::too_large);
}

TEST(BodyReader, ByItsLength) {
    BodyReader reader;
    reader.begin(5, limits, true);
    std::string_view bytes = "hel";
    EXPECT_EQ(reader.take(bytes), BodyState::more);
    bytes = "lo!";
    EXPECT_EQ(reader.take(bytes), BodyState::whole);
    EXPECT_EQ(reader.body(), "hello");
    EXPECT_EQ(bytes, "!");
    reader.begin(0, limits, true);
    EXPECT_EQ(reader.take(bytes), BodyState::whole);
    EXPECT_EQ(reader.body(), "");
    reader.begin(101, limits, true);
    EXPECT_EQ(reader.take(bytes), BodyState::too_large);
}

}  // namespace
}  // namespace muster::http
