// Anything an exchange, or whoever answers at its port, may send.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "adapters/pbx/ami_session.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace muster;
    using namespace muster::pbx;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const TimePoint now{1'700'000'000'000};
    const auto run = [&](std::size_t step) {
        CallTracker tracker({"pbx", {"from-trunk"}, {}});
        AmiSession session({"muster", "a secret of sixteen"}, {}, tracker, now);
        std::size_t told = 0;
        for (std::size_t at = 0; at < bytes.size(); at += step) {
            session.received(bytes.substr(at, step), now);
            told += session.take_commands().size() + session.take_ring_words().size();
            (void)session.take_output();
        }
        if (tracker.calls() > CallTracker::max_channels) std::abort();
        return told + session.messages();
    };
    // However it is cut, it says the same.
    if (run(1) != run(bytes.size() + 1)) std::abort();
    return 0;
}
