// Who may read a file: secrets must be for their own user only. Any thread.
#pragma once

#include <filesystem>
#include <string>

namespace muster::net {

// The rights of all but the owner.
constexpr unsigned rights_of_others = 0077;

// Such as 0750; 0 where there is no such file.
[[nodiscard]] unsigned rights_of(const std::filesystem::path& path);

// "0750"
[[nodiscard]] std::string octal(unsigned rights);

// Whether the rights of a file with a secret let others read it; nothing when they do not.
[[nodiscard]] std::string too_open(const std::filesystem::path& secret);

}  // namespace muster::net
