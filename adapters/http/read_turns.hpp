// Long reads, a piece at a time: each turn of the event loop makes one piece of one read, so that
// nothing waits longer for the loop than a piece takes. Principals have their turns one after the
// other, whatever each has asked for; the reads of one principal are made one after the other.
//
// One thread. Destroy it before what the readings read from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "adapters/http/unread_answers.hpp"
#include "muster/ports.hpp"
#include "muster/units.hpp"

namespace muster::http {

struct ReadTurnOptions {
    std::size_t work_per_turn = 1'024;  // as Reading counts it
    std::size_t waiting_max = 512;      // reads of one principal that wait for their turn
    Millis wait_max{20'000};            // for room among the unread answers of the principal
};

// Work that a client waits for; destroying it ends it.
class Task {
  public:
    virtual ~Task() = default;
    // False: to be given up when the client says that it sends no more, since it has most likely
    // left and the work is dear.
    [[nodiscard]] virtual bool outlives_its_requests() const { return true; }
};

enum class ReadEnd : std::uint8_t {
    whole,
    no_room,    // its principal's unread answers stayed full for too long
    no_memory,  // the reading is as good as gone
};

class ReadTurns {
  public:
    // Runs a function later on the same thread, behind what is ready now.
    using Later = std::function<void(std::function<void()>)>;
    // Whether commands wait to be decided: then a read lets them go first, though not twice.
    using CommandsWait = std::function<bool()>;

    // Without `later` everything is done at once. A read of a principal whose unread answers are
    // full begins only when they are not, or is given up.
    ReadTurns(const ReadTurnOptions& options, UnreadAnswers& unread, Later later,
              CommandsWait commands_wait);
    ReadTurns(const ReadTurns&) = delete;
    ReadTurns& operator=(const ReadTurns&) = delete;

    [[nodiscard]] bool has_room(const std::string& principal) const;
    // `done` is called once, perhaps before this returns (then null comes back); not after the task
    // was destroyed. Precondition: has_room().
    [[nodiscard]] std::unique_ptr<Task> add(const std::string& principal,
                                            std::unique_ptr<Reading> reading, TimePoint now,
                                            std::function<void(ReadEnd)> done);
    // Gives up what has waited for room for too long. To be called now and then.
    void expire(TimePoint now);

    [[nodiscard]] std::size_t waiting() const { return waiting_; }

  private:
    struct Job {
        std::unique_ptr<Reading> reading;
        std::function<void(ReadEnd)> done;
        TimePoint since;
        bool begun = false;
        bool over = false;  // whole, given up, or no longer wanted
    };
    class JobTask;

    void schedule();
    void turn();
    // One piece; false when nobody has a read that may be made now.
    bool make_piece();
    // The first read of these that is still wanted; null = none.
    [[nodiscard]] static std::shared_ptr<Job> first(std::deque<std::shared_ptr<Job>>& mine);
    void end(Job& job, ReadEnd how);
    void forget(Job& job);

    const ReadTurnOptions options_;
    UnreadAnswers& unread_;
    const Later later_;
    const CommandsWait commands_wait_;
    // The principals with reads, in the order of their turns, and the reads of each.
    std::list<std::string> ring_;
    std::unordered_map<std::string, std::deque<std::shared_ptr<Job>>> jobs_;
    std::size_t waiting_ = 0;
    bool scheduled_ = false;
    bool let_pass_ = false;
    // What is scheduled may outlive this, and a task too.
    std::shared_ptr<ReadTurns*> self_ = std::make_shared<ReadTurns*>(this);
};

}  // namespace muster::http
