#include "engine/net/tls_keeper.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <utility>

namespace muster::net {
namespace {

constexpr Millis context_life = hours(24);

}  // namespace

TlsKeeper::TlsKeeper(TlsOptions options, std::function<TimePoint()> now,
                     std::function<void(const std::string&)> warn)
    : options_(std::move(options)), now_(std::move(now)), warn_(std::move(warn)) {}

TlsKeeper::FileMark TlsKeeper::mark_of(const std::string& file) {
    struct stat found {};
    if (file.empty() || stat(file.c_str(), &found) != 0) return {};
    return {
        .device = found.st_dev,
        .inode = found.st_ino,
        .bytes = found.st_size,
        .changed_ns = std::int64_t{found.st_mtim.tv_sec} * 1'000'000'000 + found.st_mtim.tv_nsec};
}

TlsKeeper::Marks TlsKeeper::marks() const {
    return {mark_of(options_.certificate), mark_of(options_.key), mark_of(options_.client_ca)};
}

std::optional<std::string> TlsKeeper::start() {
    if (!options_.on()) return std::nullopt;
    // Before they are read: what changes meanwhile is seen at the next look.
    loaded_ = marks();
    auto loaded = TlsContext::load(options_);
    if (!loaded) return std::move(loaded.error());
    context_ = std::move(*loaded);
    if (const auto fault = context_->fault_at(now_()); fault && warn_) {
        warn_("tls.certificate " + options_.certificate + ": " + *fault);
    }
    return std::nullopt;
}

void TlsKeeper::look(TimePoint steady) {
    if (!context_ || steady < next_look_) return;
    next_look_ = steady + options_.look_ms;
    if (!renew_at_) renew_at_ = steady + context_life;
    const Marks now = marks();
    const bool settled = std::exchange(changed_, now) == now;
    const bool due = steady >= renew_at_ && !refusing_;
    if ((now == loaded_ && !due) || !settled) return;
    if (due) renew_at_ = steady + context_life;
    load_anew(now);
}

void TlsKeeper::reload() {
    if (context_) load_anew(marks());
}

void TlsKeeper::load_anew(const Marks& now) {
    const bool changed = now != loaded_;
    loaded_ = now;
    auto loaded = TlsContext::load(options_);
    std::string why;
    if (!loaded) {
        why = loaded.error();
    } else if (const auto fault = (*loaded)->fault_at(now_());
               fault && !context_->fault_at(now_())) {
        // Of two that clients refuse the newer one is as good.
        why = "tls.certificate " + options_.certificate + ": " + *fault;
    }
    refusing_ = !why.empty();
    if (refusing_) {
        ++stats_.refused;
        if (warn_) warn_("the new TLS files are refused, the old certificate goes on: " + why);
        return;
    }
    context_ = std::move(*loaded);
    if (!changed) return;
    ++stats_.reloaded;
    if (warn_) {
        warn_("the TLS certificate was loaded anew; it holds until " +
              utc_text(context_->ends_at()));
    }
}

std::vector<Alarm> TlsKeeper::alarms() const {
    std::vector<Alarm> alarms;
    if (!context_) return alarms;
    // Anybody may ask whether we are ready, so files and reasons are said in the log only.
    if (refusing_) {
        alarms.push_back({"tls_files_refused",
                          "the new TLS certificate or key does not fit, and the old one goes on "
                          "until it ends: the log says what is wrong with which file"});
    }
    const TimePoint now = now_();
    if (const auto fault = context_->fault_at(now)) {
        alarms.push_back({"tls_certificate_not_valid",
                          *fault + ": put a valid certificate and its key in the files that [tls] "
                                   "names"});
    } else if (context_->ends_at() - now <= options_.warn_before_ms) {
        alarms.push_back({"tls_certificate_ends",
                          "the TLS certificate ends on " + utc_text(context_->ends_at()) +
                              ": renew it; new files are taken without a restart"});
    }
    return alarms;
}

void TlsKeeper::write_metrics(MetricsText& out) const {
    if (!context_) return;
    out.gauge(
        "muster_tls_certificate_ends_seconds",
        "When the certificate in use ends, in seconds since 1970.",
        static_cast<std::uint64_t>(std::max<std::int64_t>(context_->ends_at().value, 0)) / 1000);
    const auto sample = [&](std::string_view name, std::string_view label, std::string_view value,
                            std::uint64_t count) {
        std::string text(label);
        text.append("=\"").append(value).append("\"");
        out.sample(name, text, count);
    };
    out.head("muster_tls_reloads_total", "New files of the certificate.", "counter");
    sample("muster_tls_reloads_total", "result", "taken", stats_.reloaded);
    sample("muster_tls_reloads_total", "result", "refused", stats_.refused);
    out.head("muster_tls_handshakes_total", "TLS connections that came to be.", "counter");
    sample("muster_tls_handshakes_total", "kind", "full", stats_.full);
    sample("muster_tls_handshakes_total", "kind", "resumed", stats_.resumed);
    out.head("muster_tls_handshakes_failed_total", "Those that did not, and why.", "counter");
    for (std::size_t i = 1; i < handshake_fault_count; ++i) {
        sample("muster_tls_handshakes_failed_total", "why", name_of(static_cast<HandshakeFault>(i)),
               stats_.failed[i]);
    }
}

}  // namespace muster::net
