#include "adapters/outbox/smpp_session.hpp"

#include <algorithm>
#include <utility>

namespace muster::outbox {
namespace {

// 5.1.4: sequence numbers are from 1 to 0x7FFFFFFF.
constexpr std::uint32_t sequence_max = 0x7FFF'FFFF;
constexpr std::uint8_t international = 1;
constexpr std::uint8_t numbering_plan_e164 = 1;
constexpr std::uint8_t receipt_wanted = 1;

bool is_answer(std::uint32_t command) {
    return (command & smpp::answer_bit) != 0;
}

const char* name_of(std::uint32_t command) {
    switch (command) {
        case smpp::submit_sm:
            return "submit_sm";
        case smpp::enquire_link:
            return "enquire_link";
        case smpp::unbind:
            return "unbind";
        default:
            return "the log-in";
    }
}

}  // namespace

SmsJob::SmsJob(SmsText text, std::size_t receivers)
    : text_(std::move(text)), states_(receivers * text_.parts.size(), State::waits) {}

std::optional<SmsJob::Piece> SmsJob::next() {
    const auto found = std::find(states_.begin(), states_.end(), State::waits);
    if (found == states_.end()) return std::nullopt;
    *found = State::handed_over;
    const auto place = static_cast<std::size_t>(found - states_.begin());
    return Piece{place / text_.parts.size(), place % text_.parts.size()};
}

void SmsJob::taken(Piece piece) {
    state(piece) = State::taken;
}

void SmsJob::refused(Piece piece, const std::string& reason) {
    for (std::size_t part = 0; part < text_.parts.size(); ++part) {
        State& one = state({piece.receiver, part});
        if (one == State::waits) one = State::refused;
    }
    state(piece) = State::refused;
    if (refusal_.empty()) refusal_ = reason;
}

void SmsJob::begin_again() {
    std::replace(states_.begin(), states_.end(), State::handed_over, State::waits);
}

Verdict SmsJob::verdict() const {
    const auto is_open = [](State state) {
        return state == State::waits || state == State::handed_over;
    };
    Verdict verdict;
    if (std::any_of(states_.begin(), states_.end(), is_open)) {
        verdict.what = Verdict::What::again;
    } else if (!refusal_.empty()) {
        verdict.what = Verdict::What::refused;
        verdict.reason = refusal_;
    }
    return verdict;
}

void SmppSession::ask(std::uint32_t command, std::string_view body, TimePoint now,
                      SmsJob::Piece piece) {
    sequence_ = sequence_ == sequence_max ? 1 : sequence_ + 1;
    asked_[sequence_] = {command, piece, now + response_};
    output_ += write_pdu(command, smpp::ok, sequence_, body);
}

void SmppSession::bind(TimePoint now) {
    state_ = State::binding;
    heard_at_ = now;
    const std::uint32_t command =
        options_.bind == SmppBind::transceiver ? smpp::bind_transceiver : smpp::bind_transmitter;
    BindRequest request;
    request.system_id = options_.system_id;
    request.password = options_.password.value;
    request.system_type = options_.system_type;
    ask(command, write_bind(request), now);
}

void SmppSession::submit(SmsJob& job, TimePoint now) {
    job_ = &job;
    later_.clear();
    job.begin_again();
    hand_over(now);
    settle();
}

void SmppSession::unbind(TimePoint now) {
    if (state_ != State::bound) return end("it was ended");
    state_ = State::unbinding;
    ask(smpp::unbind, {}, now);
}

std::size_t SmppSession::under_way() const {
    const auto found = std::count_if(asked_.begin(), asked_.end(), [](const auto& one) {
        return one.second.command == smpp::submit_sm;
    });
    return static_cast<std::size_t>(found);
}

void SmppSession::hand_over(TimePoint now) {
    while (job_ != nullptr && later_.empty() && is_bound() && under_way() < options_.window) {
        const auto piece = job_->next();
        if (!piece) return;
        const SmsText& text = job_->text();
        ShortMessage message;
        message.source = {options_.source_ton, options_.source_npi, options_.source};
        // Without the + that says the same in writing.
        message.destination = {international, numbering_plan_e164,
                               options_.to[piece->receiver].substr(1)};
        if (text.parts.size() > 1) message.esm_class = esm_has_header;
        if (options_.receipts) message.registered_delivery = receipt_wanted;
        message.data_coding = text.data_coding;
        message.text = text.parts[piece->part];
        ask(smpp::submit_sm, write_message(message), now, *piece);
    }
}

void SmppSession::receive(std::string_view bytes, TimePoint now) {
    while (!bytes.empty() && !is_over()) {
        const auto pdu = reader_.next(bytes);
        if (reader_.is_broken()) {
            ++counts_.not_understood;
            output_ += write_pdu(smpp::generic_nack, smpp::invalid_command_length, 0);
            return end("the centre sent a command_length that no PDU has");
        }
        if (!pdu) return;
        heard_at_ = now;
        read(*pdu, now);
    }
}

void SmppSession::read(const Pdu& pdu, TimePoint now) {
    if (is_answer(pdu.command)) {
        read_answer(pdu);
    } else {
        read_request(pdu);
    }
    hand_over(now);
    settle();
}

void SmppSession::read_answer(const Pdu& pdu) {
    const auto asked = asked_.find(pdu.sequence);
    const bool is_ours =
        asked != asked_.end() && (pdu.command == smpp::generic_nack ||
                                  pdu.command == (asked->second.command | smpp::answer_bit));
    if (!is_ours) {
        ++counts_.unexpected_answers;
        return;
    }
    const Asked what = asked->second;
    asked_.erase(asked);
    switch (what.command) {
        case smpp::submit_sm:
            return read_submitted(pdu, what.piece);
        case smpp::enquire_link:
            return;
        case smpp::unbind:
            return end("it was ended");
        default:
            return read_bound(pdu);
    }
}

void SmppSession::read_bound(const Pdu& pdu) {
    if (pdu.status == smpp::ok && pdu.command != smpp::generic_nack) {
        state_ = State::bound;
        return;
    }
    end("the centre refused the log-in: " + meaning_of(pdu.status).text);
}

void SmppSession::read_submitted(const Pdu& pdu, SmsJob::Piece piece) {
    const bool is_taken = pdu.status == smpp::ok && pdu.command != smpp::generic_nack;
    if (is_taken) {
        ++counts_.submitted;
        return job_->taken(piece);
    }
    const StatusMeaning meaning = meaning_of(pdu.status);
    if (pdu.status == smpp::throttled || pdu.status == smpp::queue_full) ++counts_.throttled;
    if (meaning.for_good) {
        // The last digits tell the operator who; the log need not hold the number.
        const std::string& to = options_.to[piece.receiver];
        job_->refused(piece,
                      meaning.text + " for the number that ends in " + to.substr(to.size() - 4));
        return;
    }
    later_ = meaning.text;
    if (pdu.status == smpp::wrong_bind_state) end("the centre says that we are not logged in");
}

void SmppSession::read_request(const Pdu& pdu) {
    switch (pdu.command) {
        case smpp::enquire_link:
            output_ += write_pdu(smpp::enquire_link | smpp::answer_bit, smpp::ok, pdu.sequence);
            return;
        case smpp::unbind:
            output_ += write_pdu(smpp::unbind | smpp::answer_bit, smpp::ok, pdu.sequence);
            return end("the centre ended the session");
        case smpp::deliver_sm:
            return read_deliver(pdu);
        case smpp::alert_notification:
            return;  // has no answer, and we never ask for it
        default:
            ++counts_.not_understood;
            output_ += write_pdu(smpp::generic_nack, smpp::invalid_command, pdu.sequence);
    }
}

void SmppSession::read_deliver(const Pdu& pdu) {
    const auto message = read_message(pdu.body);
    // Acknowledged without a message_id, as 4.6.2 wants it.
    const std::uint32_t status = message ? smpp::ok : smpp::invalid_command_length;
    output_ +=
        write_pdu(smpp::deliver_sm | smpp::answer_bit, status, pdu.sequence, write_message_id({}));
    if (!message) {
        ++counts_.not_understood;
        return;
    }
    const auto receipt = read_receipt(*message);
    if (!receipt) {
        ++counts_.incoming;
        return;
    }
    switch (receipt->state) {
        case ReceiptState::delivered:
            ++counts_.arrived;
            losing_ = false;
            return;
        case ReceiptState::failed:
            ++counts_.lost;
            // Of a row of them once: a telephone that is off loses all.
            if (!std::exchange(losing_, true)) {
                warning_ = "short message " + receipt->message_id +
                           " did not arrive at its telephone: " + receipt->said;
            }
            return;
        case ReceiptState::under_way:
            ++counts_.other_receipts;
    }
}

void SmppSession::pass(TimePoint now) {
    if (is_over()) return;
    for (const auto& [sequence, asked] : asked_) {
        if (asked.until > now) continue;
        return end("no answer to " + std::string(name_of(asked.command)) + " within " +
                   std::to_string(response_.value) + " ms");
    }
    const bool is_asking = std::any_of(asked_.begin(), asked_.end(), [](const auto& one) {
        return one.second.command == smpp::enquire_link;
    });
    if (is_bound() && !is_asking && now - heard_at_ >= options_.enquire_ms) {
        ask(smpp::enquire_link, {}, now);
    }
}

TimePoint SmppSession::deadline() const {
    if (is_over()) return never;
    TimePoint first = never;
    bool is_asking = false;
    for (const auto& [sequence, asked] : asked_) {
        first = std::min(first, asked.until);
        is_asking = is_asking || asked.command == smpp::enquire_link;
    }
    if (is_bound() && !is_asking) first = std::min(first, heard_at_ + options_.enquire_ms);
    return first;
}

// The verdict is spoken when nothing of the job is on the line any longer.
void SmppSession::settle() {
    if (job_ == nullptr || under_way() > 0) return;
    verdict_ = job_->verdict();
    if (verdict_->what == Verdict::What::again) {
        verdict_->reason = later_.empty() ? why_over_ : later_;
    }
    job_ = nullptr;
}

void SmppSession::end(const std::string& why) {
    if (is_over()) return;
    state_ = State::over;
    why_over_ = why;
    asked_.clear();
    settle();
}

}  // namespace muster::outbox
