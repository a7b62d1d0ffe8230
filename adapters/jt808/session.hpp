// One connection of terminals as the protocol sees it: frames in, commands to the engine, answers
// out. No socket; time by the ports. Internal to this folder.
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

#include "adapters/jt808/fragments.hpp"
#include "adapters/jt808/frames.hpp"
#include "adapters/jt808/hub.hpp"
#include "adapters/jt808/jt808_codec.hpp"
#include "adapters/jt808/signals.hpp"
#include "muster/ids.hpp"
#include "muster/ports.hpp"

namespace muster::jt808 {

class Session : public std::enable_shared_from_this<Session> {
  public:
    // `send` takes frames; `resume` says that take() would go on now.
    Session(std::shared_ptr<Hub> hub, std::string peer, std::function<void(std::string_view)> send,
            std::function<void()> resume);

    // Takes bytes off the front, all of them unless too much is under way: then `resume` is called
    // when there is room, or time will do it (wait()).
    void take(std::string_view& bytes);
    // Until the address may send again; 0 = it is not that which is waited for.
    [[nodiscard]] Millis wait() const { return wait_; }
    void on_timer();
    // People have taken over what this device asked for: it is told that, once on each connection,
    // while its button is on. True when it is off: nothing is left to be told. What is sent to a
    // terminal in a dead spot is lost, and only its button says that it has heard it.
    [[nodiscard]] bool desk_took(std::string_view device);

    // It has sent a message.
    [[nodiscard]] bool has_spoken() const { return has_spoken_; }

  private:
    struct Terminal {
        Head head;  // of its last message: how it is answered
        std::string plate;
        bool authenticated = false;
        AlarmMemory alarms;
        std::uint16_t serial = 0;  // of our next message
        TimePoint heard_at;
        std::uint16_t alarm_serial = 0;  // of the message that said it first, or anew
        RequestId confirmed;             // of which it was told that people have taken it over
    };
    // A message whose commands are under way.
    struct Pending {
        Head to;
        std::uint16_t serial = 0;  // that is answered; that of `to` is the message's
        Result result = Result::done;
        bool registers = false;
        std::size_t left = 0;
        bool busy = false;
        std::optional<Result> refused;
    };

    [[nodiscard]] bool must_wait();
    void handle(std::string_view content);
    [[nodiscard]] Terminal& terminal_of(const Head& head);
    // Whether this message may come before its terminal has authenticated itself.
    [[nodiscard]] bool may_speak(const Terminal& terminal, const Head& head);
    void add_fragment(const Message& message);
    void dispatch(const Head& head, std::uint16_t answer_serial, std::string_view body);
    void register_terminal(const Head& head, std::uint16_t answer_serial, std::string_view body);
    void authenticate(const Head& head, std::uint16_t answer_serial, std::string_view body);
    void locate(const Head& head, std::uint16_t answer_serial,
                const std::vector<Location>& locations, bool late, std::string_view body);
    void report(const Head& head, std::uint16_t answer_serial, Result result, bool registers);
    void submit(const Head& head, Pending pending, std::vector<Told> told, std::string_view body);
    void settle(Pending& pending, const Outcome& outcome, bool asks_for_help);
    void finish(Pending& pending);
    void await_desk(Terminal& terminal, const Head& head, const Outcome& outcome);

    void answer(const Head& head, std::uint16_t serial, Result result);
    void send(std::string_view content);
    [[nodiscard]] std::string token_of(const Head& head) const;

    std::shared_ptr<Hub> hub_;
    Counts& counts_;
    std::string peer_;
    std::function<void(std::string_view)> send_;
    std::function<void()> resume_;
    FrameReader reader_;
    Fragments fragments_;
    std::map<std::string, Terminal> terminals_;
    std::size_t in_flight_ = 0;
    Millis wait_;
    bool paused_ = false;
    bool has_spoken_ = false;
};

}  // namespace muster::jt808
