// A folder on another disk, or what is mounted there.
#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <system_error>

#include "engine/app/offsite/arrival.hpp"
#include "engine/app/offsite/target.hpp"
#include "engine/log/files.hpp"

namespace muster::app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t piece_bytes = std::size_t{1} << 20;

// Every piece of the file to `take`, which returns whether to go on.
template <class Take>
Failed each_piece(const fs::path& file, Take take) {
    std::ifstream in(file, std::ios::binary);
    if (!in) return file.string() + " cannot be read";
    std::string piece(piece_bytes, '\0');
    while (in) {
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        const auto got = static_cast<std::size_t>(in.gcount());
        if (got > 0 && !take(std::string_view(piece).substr(0, got))) return std::nullopt;
    }
    if (!in.eof()) return file.string() + " cannot be read to its end";
    return std::nullopt;
}

// What is read next comes from the disk and not from memory, as far as the system is willing.
void forget(const fs::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
    ::close(descriptor);
}

class FolderTarget final : public Target {
  public:
    explicit FolderTarget(const OffsiteOptions& options) : folder_(options.target) {}

    std::string where() const override { return folder_.string(); }

    Expected<std::vector<KeptFile>, std::string> list() override {
        std::error_code failed;
        std::vector<KeptFile> found;
        fs::directory_iterator one(folder_, failed);
        for (; !failed && one != fs::directory_iterator(); one.increment(failed)) {
            std::error_code gone;
            const std::uint64_t bytes = one->file_size(gone);
            if (!gone && one->is_regular_file(gone)) {
                found.push_back({one->path().filename().string(), bytes});
            }
        }
        if (failed) return missing(failed);
        return found;
    }

    Failed put(const Parcel& parcel, const std::string& name, const Moved& moved) override {
        // Never made here: where a share is not mounted, its folder is one of this machine's disk.
        std::error_code failed;
        if (!fs::is_directory(folder_, failed)) {
            return missing(failed ? failed : std::make_error_code(std::errc::not_a_directory));
        }
        const fs::path underway = folder_ / (name + underway_suffix);
        fs::remove(underway, failed);
        if (auto wrong = copy(parcel.file, underway, parcel.bytes, moved)) return wrong;
        forget(underway);
        Comparison comparison(parcel);
        auto wrong =
            each_piece(underway, [&](std::string_view piece) { return comparison.add(piece); });
        if (!wrong) wrong = comparison.verdict(underway.string());
        if (wrong) {
            fs::remove(underway, failed);
            return wrong;
        }
        if (const log::LogError error = log::sync_and_rename(underway, folder_ / name)) {
            return error.message;
        }
        return std::nullopt;
    }

    Failed get(const KeptFile& kept, const fs::path& into, const Moved& moved) override {
        return copy(folder_ / kept.name, into, kept.bytes, moved);
    }

    Failed remove(const std::string& name) override {
        std::error_code failed;
        fs::remove(folder_ / name, failed);
        if (failed) return (folder_ / name).string() + " cannot be removed: " + failed.message();
        return std::nullopt;
    }

  private:
    [[nodiscard]] std::string missing(const std::error_code& why) const {
        return folder_.string() + ": " + why.message() +
               "; backup.target must be a folder that is there (is its disk mounted?), where this "
               "user may write";
    }

    [[nodiscard]] static Failed copy(const fs::path& from, const fs::path& to, std::uint64_t bytes,
                                     const Moved& moved) {
        Arrival arrival(to);
        std::uint64_t done = 0;
        if (auto wrong = each_piece(from, [&](std::string_view piece) {
                done += piece.size();
                if (moved) moved(done, bytes);
                return arrival.add(piece);
            })) {
            return wrong;
        }
        return arrival.keep(bytes);
    }

    const fs::path folder_;
};

}  // namespace

std::unique_ptr<Target> folder_target(const OffsiteOptions& options) {
    return std::make_unique<FolderTarget>(options);
}

}  // namespace muster::app
