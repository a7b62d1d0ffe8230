// The engine that a scenario plays on: every step is decided twice, by it and by a second one that
// is restored from the state before, and every invariant is checked after it.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <vector>

#include "engine/core/engine.hpp"
#include "muster/command.hpp"
#include "muster/rules.hpp"

namespace muster::test {

// Whatever is wrong is thrown as a Failure.
class Stage {
  public:
    Stage();

    // In force from the first command on; later, from rules_changed() on.
    [[nodiscard]] Rules& rules() { return rules_; }
    void rules_changed();
    [[nodiscard]] TimePoint now() const { return now_; }
    [[nodiscard]] const core::Engine& engine() const { return engine_; }

    void set_time(TimePoint now);
    // Every deadline until then fires.
    void pass_time(TimePoint end);
    void send(Command command, const std::string& key, const std::string& source);

    // Of all since the last forget().
    [[nodiscard]] const std::vector<boost::json::object>& events() const { return events_; }
    [[nodiscard]] const Rejection& rejection() const { return rejection_; }
    void forget();

    struct Found {
        std::string type;  // the name of its struct; empty when there is no such entity
        boost::json::object fields;
    };
    [[nodiscard]] static bool is_type(const std::string& name);
    // The entity with this id, of that type or, where none is named, of any: then no two may have
    // the id.
    [[nodiscard]] Found find(const std::string& type, std::uint64_t id) const;

  private:
    void step(Command command, const std::string& key = {}, const std::string& source = "test");
    void load_rules();
    void load_rules_once();

    Rules rules_;
    core::Engine engine_;
    TimePoint now_;
    std::vector<boost::json::object> events_;
    Rejection rejection_;
};

}  // namespace muster::test
