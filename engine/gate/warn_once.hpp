// What an operator should know of a peer, said once however often it happens: a device that is set
// up wrongly says the same wrong thing every few seconds. One thread.
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace muster::gate {

class WarnOnce {
  public:
    // Whoever makes up names or addresses fills neither the memory nor the operator's log.
    static constexpr std::size_t usual_most = 4'096;

    // `who` stands in front of each warning: "dc09". Of at most so many it is known that they were
    // given; then one more says so, and others are left out. 0 = none is given at all.
    WarnOnce(std::string who, std::function<void(const std::string&)> warn,
             std::size_t most = usual_most);

    // "dc09: 192.0.2.7 sends frames whose CRC is wrong"
    void tell(std::string_view about, std::string_view what);
    // The same, where it is one matter whatever the words: `matter` says which.
    void tell_of(std::string_view matter, std::string_view text);
    // It is over: when it comes again it is said again.
    void forget(std::string_view matter);

    [[nodiscard]] std::size_t size() const { return given_.size(); }

  private:
    std::string who_;
    std::function<void(const std::string&)> warn_;
    std::size_t most_;
    std::set<std::string, std::less<>> given_;
    bool said_full_ = false;
};

}  // namespace muster::gate
