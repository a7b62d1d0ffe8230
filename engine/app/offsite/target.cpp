#include "engine/app/offsite/target.hpp"

#include <system_error>

#include "engine/app/offsite/s3_place.hpp"
#include "engine/app/web_fetch.hpp"

namespace muster::app {

Expected<Parcel, std::string> parcel_of(const std::filesystem::path& file) {
    std::error_code failed;
    const std::uint64_t bytes = std::filesystem::file_size(file, failed);
    if (failed) return file.string() + " cannot be read: " + failed.message();
    auto hash = digest_of_file(file, 0, bytes);
    if (!hash) return file.string() + " cannot be read to its end";
    return Parcel{file, bytes, std::move(*hash)};
}

Expected<std::unique_ptr<Target>, std::string> open_target(const OffsiteOptions& options) {
    const TargetKind kind = kind_of(options.target);
    if (kind == TargetKind::none) {
        return std::string(
            "backup.target is empty: it must be a folder on another disk, https://... (WebDAV) or "
            "s3://bucket/prefix");
    }
    if (kind == TargetKind::folder) return folder_target(options);
    const std::string url = kind == TargetKind::webdav ? options.target : s3_place(options).url;
    if (!is_safe_address(url)) {
        return url + " is not used: what a backup holds, and its password, go over https only";
    }
    return kind == TargetKind::webdav ? webdav_target(options) : s3_target(options);
}

}  // namespace muster::app
