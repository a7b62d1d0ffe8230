#include "engine/app/anchors/anchor_target.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/describe/class.hpp>
#include <cerrno>
#include <charconv>
#include <map>
#include <utility>

#include "engine/app/anchors/time_stamp.hpp"
#include "engine/app/web_fetch.hpp"
#include "engine/codec/json_writer.hpp"
#include "engine/log/files.hpp"

namespace muster::app {
namespace {

namespace fs = std::filesystem;

using Problem = std::optional<std::string>;

Problem message_of(const log::LogError& failed) {
    if (!failed) return std::nullopt;
    return failed.message;
}

struct Descriptor {
    explicit Descriptor(const fs::path& file)
        : value(::open(file.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (value >= 0) ::close(value);
    }
    const int value;
};

// Behind what a full disk or a loss of power left of the last one, if anything.
Problem append_line(const fs::path& file, const std::string& line) {
    const Descriptor out(file);
    struct stat found {};
    if (out.value < 0 || ::fstat(out.value, &found) != 0) {
        return log::os_error(errno, "open", file).message;
    }
    std::string bytes = line + "\n";
    char last = '\n';
    if (found.st_size > 0 && ::pread(out.value, &last, 1, found.st_size - 1) != 1) {
        return log::os_error(errno, "read", file).message;
    }
    if (last != '\n') bytes.insert(0, "\n");
    const ssize_t written = ::write(out.value, bytes.data(), bytes.size());
    if (written != static_cast<ssize_t>(bytes.size())) {
        return log::os_error(written < 0 ? errno : ENOSPC, "write", file).message;
    }
    if (::fdatasync(out.value) != 0) return log::os_error(errno, "sync", file).message;
    if (found.st_size > 0) return std::nullopt;
    return message_of(log::sync_folder(file.parent_path()));
}

// It is not made: where a disk or another machine is to be mounted, the empty place would take what
// is meant for it.
Problem to_folder(const fs::path& folder, const Anchor& anchor) {
    std::error_code ignored;
    if (!fs::is_directory(folder, ignored)) {
        return folder.string() + " is no folder: is it mounted, and may this user see it?";
    }
    return append_line(folder / ("anchors-" + anchor.instance + ".txt"), anchor.text);
}

struct WebhookBody {
    std::string instance;
    std::uint64_t seq = 0;
    std::string hash;
    TimePoint at;
    std::string anchor;
    std::string public_key;
};
BOOST_DESCRIBE_STRUCT(WebhookBody, (), (instance, seq, hash, at, anchor, public_key))

Problem to_webhook(const WebRequest& asked, const Anchor& anchor) {
    WebRequest request = asked;
    codec::write(request.body,
                 WebhookBody{anchor.instance, anchor.end.seq, log::to_hex(anchor.end.hash),
                             anchor.at, anchor.text, anchor.public_key});
    request.content_type = "application/json";
    const auto answer = fetch(request);
    if (!answer) return answer.error();
    return std::nullopt;
}

// The oldest of so many go; two files belong to each.
void keep_newest(const fs::path& folder, std::size_t kept) {
    std::map<std::string, fs::file_time_type> stamps;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        const std::string kind = entry.path().extension().string();
        if (kind != ".tsr" && kind != ".anchor") continue;
        auto& time = stamps[entry.path().stem().string()];
        time = std::max(time, entry.last_write_time(error));
    }
    if (error || stamps.size() <= kept) return;
    std::vector<std::pair<fs::file_time_type, std::string>> by_age;
    for (const auto& [name, time] : stamps)
        by_age.emplace_back(time, name);
    std::sort(by_age.begin(), by_age.end());
    by_age.resize(by_age.size() - kept);
    for (const auto& [time, name] : by_age) {
        fs::remove(folder / (name + ".tsr"), error);
        fs::remove(folder / (name + ".anchor"), error);
    }
}

struct StampPlace {
    fs::path folder;
    std::string ca_file;
    std::size_t kept;
};

Problem to_authority(const WebRequest& asked, const StampPlace& place, const Anchor& anchor) {
    const TimeStampQuery query(anchor.text);
    WebRequest request = asked;
    request.body = query.der();
    request.content_type = "application/timestamp-query";
    const auto answer = fetch(request);
    if (!answer) return answer.error();
    if (auto wrong = query.problem_of(answer->body, place.ca_file)) return wrong;
    const std::string name = std::to_string(anchor.end.seq);
    if (auto failed = log::write_file_durably(place.folder / (name + ".anchor"), anchor.text, "")) {
        return failed.message;
    }
    if (auto failed = log::write_file_durably(place.folder / (name + ".tsr"), answer->body, "")) {
        return failed.message;
    }
    keep_newest(place.folder, place.kept);
    return std::nullopt;
}

Problem wrong_address(const std::string& setting, const std::string& url) {
    if (is_safe_address(url)) return std::nullopt;
    return "/anchors/" + setting + ": \"" + url + "\" must begin with https://";
}

// Its answer is signed and the question is a hash, so that it may come in the clear; but only where
// the signature is looked at.
Problem wrong_authority(const AnchorOptions& options) {
    if (!options.time_stamp_ca.empty()) {
        if (auto wrong = problem_of_authorities(options.time_stamp_ca)) {
            return "/anchors/time_stamp_ca: " + *wrong;
        }
        if (options.time_stamp.starts_with("http://")) return std::nullopt;
    }
    auto wrong = wrong_address("time_stamp", options.time_stamp);
    if (wrong) *wrong += ", or with http:// where time_stamp_ca names who is believed";
    return wrong;
}

}  // namespace

fs::path anchors_folder(const fs::path& data) {
    return data / "anchors";
}

Expected<std::vector<AnchorTarget>, std::string> anchor_targets(
    const AnchorOptions& options, const fs::path& data, const std::atomic<bool>* cancelled) {
    std::vector<AnchorTarget> targets;
    if (!options.folder.empty()) {
        targets.push_back(
            {"folder", options.folder, [folder = fs::path(options.folder)](const Anchor& anchor) {
                 return to_folder(folder, anchor);
             }});
    }
    if (!options.webhook.empty()) {
        if (auto wrong = wrong_address("webhook", options.webhook)) return *wrong;
        const WebRequest asked{
            .url = options.webhook, .timeout = options.timeout_ms, .cancelled = cancelled};
        targets.push_back({"webhook", options.webhook,
                           [asked](const Anchor& anchor) { return to_webhook(asked, anchor); }});
    }
    if (!options.time_stamp.empty()) {
        if (auto wrong = wrong_authority(options)) return *wrong;
        const WebRequest asked{.url = options.time_stamp,
                               .timeout = options.timeout_ms,
                               .also_in_the_clear = true,
                               .cancelled = cancelled};
        const StampPlace place{anchors_folder(data), options.time_stamp_ca, options.kept};
        targets.push_back({"time_stamp", options.time_stamp, [asked, place](const Anchor& anchor) {
                               return to_authority(asked, place, anchor);
                           }});
    }
    return targets;
}

}  // namespace muster::app
