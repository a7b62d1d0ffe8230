// Leaves each message as a file in a folder, for whoever takes it away there. One thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>

#include "adapters/outbox/desk.hpp"
#include "adapters/outbox/message.hpp"

namespace muster::outbox {

class FileDrop {
  public:
    // Makes the folder when the first message comes.
    FileDrop(std::filesystem::path folder, std::string ending, std::size_t files_max)
        : folder_(std::move(folder)), ending_(std::move(ending)), files_max_(files_max) {}

    // "<id><ending>", which is whole and on the disk when it appears under that name; what has
    // another name is not meant for anybody. Where files_max files lie there, it is to be tried
    // again.
    [[nodiscard]] Verdict drop(const Message& message);

  private:
    [[nodiscard]] std::size_t count() const;

    const std::filesystem::path folder_;
    const std::string ending_;
    const std::size_t files_max_;
    std::size_t room_ = 0;  // for so many more, at least
};

}  // namespace muster::outbox
