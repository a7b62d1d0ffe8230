// The certificate in use: loaded at the start, loaded anew when its files change, so that a renewal
// needs no restart. New connections get the newest context, the others go on with theirs. Files
// that do not fit are refused, said once, and the old certificate goes on.
//
// A change is taken once the files have stood still from one look to the next, so that a
// certificate whose key is still being written is no alarm. Once a day the context is made anew in
// any case: the key of session tickets goes with it, and with that key what they could open.
//
// Threads: one. Looking reads a few small files; nothing waits for the network.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/net/tls_context.hpp"
#include "engine/net/tls_fault.hpp"
#include "engine/net/tls_options.hpp"
#include "muster/metrics_text.hpp"
#include "muster/ports.hpp"
#include "muster/units.hpp"

namespace muster::net {

struct TlsStats {
    std::uint64_t full = 0;
    std::uint64_t resumed = 0;
    std::array<std::uint64_t, handshake_fault_count> failed{};
    std::uint64_t reloaded = 0;
    std::uint64_t refused = 0;  // files that did not fit
};

class TlsKeeper {
  public:
    // `now` is the world's time, UTC.
    TlsKeeper(TlsOptions options, std::function<TimePoint()> now,
              std::function<void(const std::string&)> warn);

    // What is wrong with the files, or nothing; nothing too where TLS is off.
    [[nodiscard]] std::optional<std::string> start();
    // Null = TLS is off.
    [[nodiscard]] const std::shared_ptr<const TlsContext>& context() const { return context_; }
    [[nodiscard]] const TlsOptions& options() const { return options_; }

    // To be called often; looks as often as the options say. `steady` never leaps.
    void look(TimePoint steady);
    // At once, because somebody says that there is something new.
    void reload();

    void shaken(bool resumed) { ++(resumed ? stats_.resumed : stats_.full); }
    void failed(HandshakeFault fault) { ++stats_.failed[static_cast<std::size_t>(fault)]; }
    [[nodiscard]] const TlsStats& stats() const { return stats_; }

    [[nodiscard]] std::vector<Alarm> alarms() const;
    // Nothing where TLS is off.
    void write_metrics(MetricsText& out) const;

  private:
    // What tells one state of a file from another without reading it.
    struct FileMark {
        std::uint64_t device = 0;
        std::uint64_t inode = 0;
        std::int64_t bytes = -1;  // there is none
        std::int64_t changed_ns = 0;
        bool operator==(const FileMark&) const = default;
    };
    using Marks = std::array<FileMark, 3>;

    [[nodiscard]] static FileMark mark_of(const std::string& file);
    [[nodiscard]] Marks marks() const;
    void load_anew(const Marks& now);

    const TlsOptions options_;
    const std::function<TimePoint()> now_;
    const std::function<void(const std::string&)> warn_;
    std::shared_ptr<const TlsContext> context_;
    Marks loaded_;                  // that was taken or refused
    std::optional<Marks> changed_;  // seen at the last look
    TimePoint next_look_;
    TimePoint renew_at_;
    bool refusing_ = false;  // the files as they are now do not fit
    TlsStats stats_;
};

}  // namespace muster::net
