// Says when people have taken over what a device asked for, so that the device can be told: a
// button that is lit until then, a tracker that shouts.
//
// Taken over is what somebody has seen: the desk took the request, ended it, or sent somebody of
// its own choice; or who was sent or asked by the engine has confirmed it. That the engine has
// chosen somebody is not enough.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "muster/event_port.hpp"
#include "muster/ids.hpp"
#include "muster/ports.hpp"

namespace muster::gate {

struct DeskWatchPorts {
    EventPort& events;
    const QueryPort& queries;
    AuditPort& audit;
};

// A device is known by its key, "jt808:13700000042", and waits for one request, the last that it
// asked for. What is known is kept until forget(), so that a device which is away can be told when
// it is back. On the thread of the ports.
class DeskWatch {
  public:
    // `protocol` stands in front of the colon of its devices' keys. Of at most so many devices it
    // is known that they wait; beyond that the one that waits longest is left out. `taken` is
    // called once for each device and request, from within what a port tells, await() or read_on(),
    // and may call anything here.
    DeskWatch(DeskWatchPorts ports, std::string protocol, std::size_t most,
              std::function<void(const std::string& device)> taken);

    // Follows what is decided from now on, and finds what devices waited for before: with
    // read_on(), in pieces, false when all is read. What was taken before may have been told
    // before; it is told again.
    void start();
    [[nodiscard]] bool read_on();
    void stop();

    void await(const std::string& device, RequestId request);
    // What it asked for is taken, and it was not forgotten since.
    [[nodiscard]] bool is_taken(std::string_view device) const;
    // That it waits for, or that was taken; 0 = none.
    [[nodiscard]] RequestId request_of(std::string_view device) const;
    // It was told, or wants to know no more.
    void forget(std::string_view device);

    // All that are taken and not forgotten.
    [[nodiscard]] std::vector<std::string> all_taken() const;
    [[nodiscard]] std::size_t size() const { return waiting_.size(); }
    [[nodiscard]] std::uint64_t left_out() const { return left_out_; }

  private:
    struct Waiting {
        RequestId request;
        bool taken = false;
        bool of_board = false;  // found there at the start
        std::uint64_t order = 0;
    };
    using Devices = std::map<std::string, Waiting, std::less<>>;

    void heard(const Event& event);
    void look_at_those_of(RequestId request);
    void look_at(const std::string& device);
    void split_off(RequestId request, RequestId from);
    void set(Devices::iterator at, RequestId request);
    void unlink(const Devices::iterator& at);
    void take_page();
    // The key of the device that made a request, as the request names it; empty = none of ours.
    [[nodiscard]] std::string key_of(std::string_view device) const;

    DeskWatchPorts ports_;
    std::string protocol_;
    std::size_t most_;
    std::function<void(const std::string&)> taken_;
    std::unique_ptr<EventPort::Following> following_;
    Devices waiting_;
    std::map<std::uint64_t, std::vector<std::string>> of_request_;  // devices, by request
    std::map<std::uint64_t, std::string> in_order_;
    std::uint64_t orders_ = 0;
    std::uint64_t left_out_ = 0;
    std::unique_ptr<ListReading> reading_;
    std::uint64_t after_ = 0;
    bool all_read_ = true;
};

// The request that a call for help made, or that looks after it, out of Outcome::events_json. 0 =
// none; that somebody looks after the device itself is none.
[[nodiscard]] RequestId request_of_signal(std::string_view events_json);

}  // namespace muster::gate
