#include "adapters/outbox/file_drop.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

namespace muster::outbox {
namespace {

// Those of the user's group may take them.
constexpr mode_t rights = 0640;

class Descriptor {
  public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int get() const { return number_; }
    [[nodiscard]] bool is_open() const { return number_ >= 0; }

  private:
    const int number_;
};

bool write_all(int file, const std::string& text) {
    std::size_t written = 0;
    while (written < text.size()) {
        const ssize_t some = ::write(file, text.data() + written, text.size() - written);
        if (some < 0 && errno != EINTR) return false;
        if (some > 0) written += static_cast<std::size_t>(some);
    }
    return true;
}

bool write_file(const std::filesystem::path& path, const std::string& text) {
    const Descriptor file(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, rights));
    return file.is_open() && write_all(file.get(), text) && ::fsync(file.get()) == 0;
}

bool sync_folder(const std::filesystem::path& path) {
    const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    return folder.is_open() && ::fsync(folder.get()) == 0;
}

Verdict again(std::string why) {
    return {Verdict::What::again, std::move(why), std::nullopt};
}

}  // namespace

std::size_t FileDrop::count() const {
    std::size_t files = 0;
    std::error_code failed;
    std::filesystem::directory_iterator at(folder_, failed);
    while (!failed && at != std::filesystem::directory_iterator()) {
        ++files;
        at.increment(failed);
    }
    return files;
}

Verdict FileDrop::drop(const Message& message) {
    std::error_code failed;
    std::filesystem::create_directories(folder_, failed);
    if (failed) return again("cannot make " + folder_.string() + ": " + failed.message());
    if (room_ == 0) {
        const std::size_t files = count();
        if (files >= files_max_) {
            return again(folder_.string() + " holds " + std::to_string(files) +
                         " files already, which nobody takes away; outbox.files_max is the limit");
        }
        room_ = files_max_ - files;
    }
    const auto whole = folder_ / (message.id + ending_);
    const auto part = folder_ / ("." + message.id + ".part");
    if (!write_file(part, message.body + "\n") || ::rename(part.c_str(), whole.c_str()) != 0 ||
        !sync_folder(folder_)) {
        const int reason = errno;
        return again("cannot write " + whole.string() + ": " +
                     std::generic_category().message(reason));
    }
    --room_;
    return {};
}

}  // namespace muster::outbox
