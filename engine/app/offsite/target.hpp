// A place elsewhere that keeps files by name. What fails says where, why and what would be right.
// Blocks: for programs beside the service.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/app/offsite/digest.hpp"
#include "engine/app/offsite/options.hpp"
#include "muster/expected.hpp"

namespace muster::app {

// A file as it must arrive.
struct Parcel {
    std::filesystem::path file;
    std::uint64_t bytes = 0;
    std::string sha256;
};
[[nodiscard]] Expected<Parcel, std::string> parcel_of(const std::filesystem::path& file);

struct KeptFile {
    std::string name;
    std::uint64_t bytes = 0;
};

using Failed = std::optional<std::string>;

class Target {
  public:
    virtual ~Target() = default;

    // As people know it; without any secret.
    [[nodiscard]] virtual std::string where() const = 0;
    // Those that lie there, no folders, in no order. None where the place is not made yet.
    [[nodiscard]] virtual Expected<std::vector<KeptFile>, std::string> list() = 0;
    // Under this name, in place of what has it. Read back and compared before it counts: after a
    // failure the name has what it had before, or nothing.
    [[nodiscard]] virtual Failed put(const Parcel& parcel, const std::string& name,
                                     const Moved& moved) = 0;
    // Into a new file.
    [[nodiscard]] virtual Failed get(const KeptFile& kept, const std::filesystem::path& into,
                                     const Moved& moved) = 0;
    // No failure where there is none.
    [[nodiscard]] virtual Failed remove(const std::string& name) = 0;
    // What an operator should know before he relies on it, such as that old files are kept.
    [[nodiscard]] virtual std::optional<std::string> warning() { return std::nullopt; }
};

// Of a file that is on its way there.
inline constexpr const char* underway_suffix = ".partial";

// `options` with its secret read.
[[nodiscard]] Expected<std::unique_ptr<Target>, std::string> open_target(
    const OffsiteOptions& options);

[[nodiscard]] std::unique_ptr<Target> folder_target(const OffsiteOptions& options);
[[nodiscard]] std::unique_ptr<Target> webdav_target(const OffsiteOptions& options);
[[nodiscard]] std::unique_ptr<Target> s3_target(const OffsiteOptions& options);

}  // namespace muster::app
