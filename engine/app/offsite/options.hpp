// Settings of the place elsewhere that backups go to.
#pragma once

#include <boost/describe/class.hpp>
#include <cstdint>
#include <optional>
#include <string>

#include "muster/secret.hpp"
#include "muster/setting.hpp"
#include "muster/units.hpp"

namespace muster::app {

// [backup].
struct OffsiteOptions {
    // A folder on another disk or a mounted share, https://... (WebDAV), s3://bucket/prefix; empty
    // = backups stay where `muster backup` puts them.
    std::string target;
    std::string endpoint;              // of S3: https://...; empty = Amazon's of the region
    std::string region = "us-east-1";  // of S3
    bool bucket_in_host = false;  // S3: https://bucket.endpoint/, and not https://endpoint/bucket/
    std::string user;             // of WebDAV; of S3 the access key's name
    Secret password{.shortest_bytes = 1};  // ... and its secret
    std::string ca;                        // whom to trust, PEM; empty = whom the system trusts
    bool same_disk = false;                // whether a folder may lie on the disk of the data
    Bounded<std::uint32_t, 1, 10'000> keep = 14;               // backups of a log that stay there
    Bounded<Millis, 1000, 3'600'000> timeout_ms = minutes(1);  // without a byte
    Bounded<std::uint64_t, 5, 5'120> part_mib = 1'024;         // of an upload to S3
};
BOOST_DESCRIBE_STRUCT(OffsiteOptions, (),
                      (target, endpoint, region, bucket_in_host, user, password, ca, same_disk,
                       keep, timeout_ms, part_mib))

enum class TargetKind { none, folder, webdav, s3 };
[[nodiscard]] inline TargetKind kind_of(const std::string& target) {
    if (target.empty()) return TargetKind::none;
    if (target.starts_with("s3://")) return TargetKind::s3;
    return target.starts_with('/') ? TargetKind::folder : TargetKind::webdav;
}

[[nodiscard]] std::optional<SettingProblem> check(const OffsiteOptions& options);

}  // namespace muster::app
