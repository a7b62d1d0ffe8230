#include "engine/app/offsite/arrival.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "engine/log/files.hpp"

namespace muster::app {

bool Comparison::add(std::string_view piece) {
    bytes_ += piece.size();
    digest_.add(piece);
    return bytes_ <= parcel_.bytes;
}

Failed Comparison::verdict(const std::string& where) {
    if (bytes_ != parcel_.bytes) {
        return where + " holds " + std::to_string(bytes_) + " bytes, and " +
               std::to_string(parcel_.bytes) + " were sent";
    }
    if (digest_.hex() != parcel_.sha256) {
        return where + " holds other bytes than were sent: it is as long, and its SHA-256 differs";
    }
    return std::nullopt;
}

Arrival::Arrival(std::filesystem::path file) : file_(std::move(file)) {
    descriptor_ = ::open(file_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor_ < 0) error_ = log::os_error(errno, "make", file_).message;
}

Arrival::~Arrival() {
    if (descriptor_ < 0) return;
    ::close(descriptor_);
    if (!kept_) ::unlink(file_.c_str());
}

bool Arrival::add(std::string_view piece) {
    if (descriptor_ < 0 || !error_.empty()) return false;
    while (!piece.empty()) {
        const ssize_t written = ::write(descriptor_, piece.data(), piece.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            error_ = log::os_error(errno, "write", file_).message;
            return false;
        }
        piece.remove_prefix(static_cast<std::size_t>(written));
        bytes_ += static_cast<std::uint64_t>(written);
    }
    return true;
}

Failed Arrival::keep(std::uint64_t bytes) {
    if (!error_.empty()) return error_;
    if (bytes_ != bytes) {
        return file_.filename().string() + " came with " + std::to_string(bytes_) + " bytes of " +
               std::to_string(bytes);
    }
    if (::fsync(descriptor_) != 0) return log::os_error(errno, "sync", file_).message;
    kept_ = true;
    return std::nullopt;
}

}  // namespace muster::app
