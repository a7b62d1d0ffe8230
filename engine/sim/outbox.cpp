#include "engine/sim/outbox.hpp"

#include <vector>

#include "muster/responders.hpp"

namespace muster::sim {

void Outbox::send(const char* source, Command command, Done done) {
    const std::uint64_t number = next_++;
    letters_.emplace(number, Letter{{source, name_ + std::to_string(number), std::move(command)},
                                    std::move(done)});
    submit(number);
}

void Outbox::send_positions(ReportPositions positions) {
    port_->submit({"demo:field", {}, std::move(positions)}, [](const Outcome&) {});
}

void Outbox::resend() {
    refused_ = false;
    std::vector<std::uint64_t> numbers;
    numbers.reserve(letters_.size());
    for (const auto& [number, letter] : letters_) {
        numbers.push_back(number);
    }
    for (const std::uint64_t number : numbers) {
        submit(number);
    }
}

void Outbox::submit(std::uint64_t number) {
    // A copy goes out: the original stays until the answer, which may come during the call.
    port_->submit(letters_.at(number).submission,
                  [this, number](const Outcome& outcome) { answered(number, outcome); });
}

void Outbox::answered(std::uint64_t number, const Outcome& outcome) {
    const auto it = letters_.find(number);
    // A second answer to a command that was sent twice.
    if (it == letters_.end()) return;
    const RejectReason reason = outcome.rejection.reason;
    const bool later = reason == RejectReason::overloaded || reason == RejectReason::stopping ||
                       reason == RejectReason::not_ready;
    if (later) {
        ++rejected_[reason];
        refused_ = true;
        return;
    }
    const Done done = std::move(it->second.done);
    letters_.erase(it);
    if (reason == RejectReason::none) {
        ++accepted_;
        if (hook_) hook_(outcome.seq);
    } else {
        ++rejected_[reason];
    }
    if (done) done(outcome);
}

}  // namespace muster::sim
