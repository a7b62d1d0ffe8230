// One connection to a short message centre, whose client (ESME) we are: it logs in, hands over the
// short messages of one message at a time, tries a silent line, answers what the centre asks, and
// logs out. No socket and no clock: bytes and times are parameters. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/outbox/desk.hpp"
#include "adapters/outbox/options.hpp"
#include "adapters/outbox/smpp_codec.hpp"
#include "adapters/outbox/sms_text.hpp"

namespace muster::outbox {

// A message on its way: each part of its text to each number. What the centre took is not said
// again when the rest is.
class SmsJob {
  public:
    SmsJob(SmsText text, std::size_t receivers);

    struct Piece {
        std::size_t receiver = 0;
        std::size_t part = 0;
    };
    // The next one that is to be handed over, which counts as handed over from then on.
    [[nodiscard]] std::optional<Piece> next();
    void taken(Piece piece);
    // The centre would never take it: nothing more goes to that receiver.
    void refused(Piece piece, const std::string& reason);
    // Whatever is not answered is handed over again.
    void begin_again();

    // All of them taken, or refused for good; `again` while something is left.
    [[nodiscard]] Verdict verdict() const;
    [[nodiscard]] const SmsText& text() const { return text_; }

  private:
    enum class State : std::uint8_t { waits, handed_over, taken, refused };
    [[nodiscard]] State& state(Piece piece) {
        return states_[piece.receiver * text_.parts.size() + piece.part];
    }

    SmsText text_;
    std::vector<State> states_;  // of the first receiver all parts, then of the next
    std::string refusal_;        // the first
};

struct SmppCounts {
    std::uint64_t submitted = 0;           // short messages that the centre took
    std::uint64_t throttled = 0;           // throttled, or its queue full
    std::uint64_t arrived = 0;             // receipts
    std::uint64_t lost = 0;                // receipts: it will never arrive
    std::uint64_t other_receipts = 0;      // receipts: not yet, or not known
    std::uint64_t incoming = 0;            // somebody wrote to us: acknowledged, and not kept
    std::uint64_t not_understood = 0;      // PDUs that we do not know, or of a wrong form
    std::uint64_t unexpected_answers = 0;  // to nothing that was asked
};

class SmppSession {
  public:
    // `options`, with the password, and `counts` outlive it. `response`: for each answer.
    SmppSession(const SmppOptions& options, Millis response, SmppCounts& counts)
        : options_(options), response_(response), counts_(counts) {}

    // First of all.
    void bind(TimePoint now);
    // Precondition: is_bound(), nothing under way. The job lives until its verdict is taken.
    void submit(SmsJob& job, TimePoint now);
    // The centre is told, and answers, or time is up; then the session is over.
    void unbind(TimePoint now);
    void receive(std::string_view bytes, TimePoint now);
    // What was due by then.
    void pass(TimePoint now);
    // The connection is no more.
    void lost(const std::string& why) { end(why); }

    [[nodiscard]] bool is_bound() const { return state_ == State::bound; }
    // Then the connection is to be closed, when what is to be said has been written.
    [[nodiscard]] bool is_over() const { return state_ == State::over; }
    [[nodiscard]] const std::string& why_over() const { return why_over_; }
    // When pass() is to be called at the latest; `never` = not by itself.
    [[nodiscard]] TimePoint deadline() const;
    // What is to be written next.
    [[nodiscard]] std::string take_output() { return std::exchange(output_, {}); }
    // What came of the job, once.
    [[nodiscard]] std::optional<Verdict> take_verdict() {
        return std::exchange(verdict_, std::nullopt);
    }
    // Texts for the operator: a receipt that something did not arrive. Empty = none.
    [[nodiscard]] std::string take_warning() { return std::exchange(warning_, {}); }

  private:
    enum class State : std::uint8_t { unbound, binding, bound, unbinding, over };
    struct Asked {
        std::uint32_t command = 0;
        SmsJob::Piece piece{};  // of submit_sm
        TimePoint until;
    };

    void ask(std::uint32_t command, std::string_view body, TimePoint now, SmsJob::Piece piece = {});
    [[nodiscard]] std::size_t under_way() const;  // short messages without an answer
    void hand_over(TimePoint now);
    void read(const Pdu& pdu, TimePoint now);
    void read_answer(const Pdu& pdu);
    void read_request(const Pdu& pdu);
    void read_deliver(const Pdu& pdu);
    void read_submitted(const Pdu& pdu, SmsJob::Piece piece);
    void read_bound(const Pdu& pdu);
    void settle();
    void end(const std::string& why);

    const SmppOptions& options_;
    const Millis response_;
    SmppCounts& counts_;
    State state_ = State::unbound;
    PduReader reader_;
    std::string output_;
    std::map<std::uint32_t, Asked> asked_;  // by sequence_number; the window and one more
    std::uint32_t sequence_ = 0;
    TimePoint heard_at_;  // when something came last
    SmsJob* job_ = nullptr;
    std::string later_;  // why nothing more of it is handed over for now
    std::optional<Verdict> verdict_;
    std::string why_over_;
    std::string warning_;
    bool losing_ = false;  // the last receipt was of a loss
};

}  // namespace muster::outbox
