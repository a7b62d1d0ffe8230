// Requests to a store of files by libcurl, of which a body may be larger than memory. Follows no
// redirect, since a password or a signature is for the one who was named.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/app/offsite/digest.hpp"
#include "engine/app/offsite/options.hpp"
#include "muster/expected.hpp"

namespace muster::app {

// A piece of a file that is sent.
struct Piece {
    std::filesystem::path file;
    std::uint64_t from = 0;
    std::uint64_t bytes = 0;
};

struct Transfer {
    std::string method;
    std::string url;
    std::vector<std::string> headers{};
    std::string body{};            // sent where no piece is
    const Piece* piece = nullptr;  // sent
    // Given the body of a good answer; false ends the transfer. Empty: it is kept.
    std::function<bool(std::string_view)> take{};
    Moved moved{};
    std::uint64_t expected = 0;  // of the answer's body, for `moved`
};

struct Reply {
    long status = 0;
    std::string body{};  // the start of it, where nobody took it
    std::string etag{};
    [[nodiscard]] bool good() const { return status >= 200 && status < 300; }
};

class Wire {
  public:
    // `signature`: as CURLOPT_AWS_SIGV4 takes it; empty = a password by HTTP Basic.
    Wire(const OffsiteOptions& options, std::string signature);
    ~Wire();
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    // Any status is a reply; none at all is a failure, in words.
    [[nodiscard]] Expected<Reply, std::string> run(const Transfer& transfer);

  private:
    struct Handle;
    const OffsiteOptions options_;
    const std::string signature_;
    std::unique_ptr<Handle> handle_;  // keeps connections
};

// "URL answers 403 (AccessDenied), ..." with what would be right, where the status tells it.
[[nodiscard]] std::string refusal(const Transfer& transfer, const Reply& reply);

}  // namespace muster::app
