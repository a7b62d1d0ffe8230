// One way to take the decisions of a Workload. All begin with the same responders; a round takes
// some of those that are available, and refill() gives them back, outside the measurement.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "bench/peers/workload.hpp"

namespace muster::bench {

struct Setting {
    std::string name;
    int connections = 1;
    // Decisions asked for before the first answer is awaited, on each connection.
    int depth = 1;
};

class Contender {
  public:
    virtual ~Contender() = default;
    [[nodiscard]] virtual std::string name() const = 0;
    [[nodiscard]] virtual std::vector<Setting> settings() const = 0;
    // Everybody taken is available again.
    [[nodiscard]] virtual bool refill() = 0;
    // Takes one responder for each ask, durably; adds the microseconds from asking to the answer.
    [[nodiscard]] virtual bool decide(const Setting& setting, std::span<const Ask> asks,
                                      std::vector<double>& latencies_us) = 0;
    // How many responders are taken now: as many as were asked for, or somebody was taken twice.
    [[nodiscard]] virtual std::size_t taken() = 0;
};

// Each starts what it needs in a temporary folder and removes it in the end. Nothing when it cannot
// run here; says why on standard error.
[[nodiscard]] std::unique_ptr<Contender> make_muster(const Workload& workload);
[[nodiscard]] std::unique_ptr<Contender> make_redis(const Workload& workload);
enum class PlaceType { postgis, own_points };
[[nodiscard]] std::unique_ptr<Contender> make_postgres(const Workload& workload, PlaceType type);

// Splits the asks evenly over the connections, each served by a thread: work(connection, asks,
// latencies). False when any failed.
template <class Work>
[[nodiscard]] bool on_each_connection(int connections, std::span<const Ask> asks,
                                      std::vector<double>& latencies_us, Work work);

}  // namespace muster::bench

#include "bench/peers/on_each_connection.hpp"
