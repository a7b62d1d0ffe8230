#include "engine/app/followers.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "engine/codec/commands_json.hpp"
#include "engine/views/confidentiality.hpp"
#include "engine/views/masked_json.hpp"
#include "engine/views/touched.hpp"
#include "engine/views/words.hpp"

namespace muster::app {

class Followers::Place final : public Following {
  public:
    Place(Followers& owner, One& one) : owner_(owner), one_(one) {}
    ~Place() override {
        one_.gone = true;
        owner_.tidy();
    }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

  private:
    Followers& owner_;
    One& one_;
};

Followers::Followers(boost::asio::io_context& io, std::filesystem::path folder,
                     const core::Board& board, std::function<void(const std::string&)> warn,
                     FollowersOptions options)
    : io_(io),
      folder_(std::move(folder)),
      board_(board),
      warn_(std::move(warn)),
      options_(options),
      retry_(io) {}

void Followers::published(std::uint64_t seq, TimePoint at, std::span<const Event> events) {
    telling_ = true;
    // Who comes meanwhile is told of the next record.
    std::size_t left = list_.size();
    for (auto one = list_.begin(); left > 0; ++one, --left) {
        if (one->gone || one->reads) continue;
        if (one->next != 0) {
            // Nothing is left out or told twice, however it came that this one is not there yet.
            if (seq > one->next) one->reads = true;
            if (seq != one->next) continue;
            ++one->next;
        }
        one->tell({seq, at, events});
    }
    telling_ = false;
    tidy();
    read_soon();
}

std::unique_ptr<EventPort::Following> Followers::add(One one) {
    list_.push_back(std::move(one));
    return std::make_unique<Place>(*this, list_.back());
}

std::unique_ptr<EventPort::Following> Followers::follow(
    std::function<void(const CommittedRecord&)> tell) {
    return add({.tell = std::move(tell)});
}

std::unique_ptr<EventPort::Following> Followers::follow_from(
    std::uint64_t seq, std::function<void(const CommittedRecord&)> tell) {
    auto following = add({.tell = std::move(tell), .next = seq + 1, .reads = true});
    read_soon();
    return following;
}

void Followers::tidy() {
    if (telling_) return;
    list_.remove_if([](const One& one) { return one.gone; });
}

void Followers::read_soon() {
    const bool wanted =
        std::any_of(list_.begin(), list_.end(), [](const One& one) { return one.reads; });
    if (reading_ || !wanted) return;
    reading_ = true;
    // Behind whatever else is ready now, commands above all.
    boost::asio::post(io_, [this, alive = std::weak_ptr(alive_)] {
        if (!alive.expired()) read_on();
    });
}

void Followers::read_on() {
    telling_ = true;
    log::LogError failed;
    std::size_t left = list_.size();
    for (auto one = list_.begin(); left > 0 && !failed; ++one, --left) {
        if (!one->gone && one->reads) failed = read_piece(*one);
    }
    telling_ = false;
    tidy();
    if (!failed) {
        warned_ = false;
        reading_ = false;
        return read_soon();
    }
    // Another program may have its hand on the files, or the disk may come back.
    reader_.reset();
    if (!std::exchange(warned_, true)) {
        warn_("what is told outside waits for the log: " + failed.message);
    }
    retry_.expires_after(options_.retry);
    retry_.async_wait(
        [this, alive = std::weak_ptr(alive_)](const boost::system::error_code& cancelled) {
            if (!alive.expired() && !cancelled) read_on();
        });
}

log::LogError Followers::read_piece(One& one) {
    if (!reader_) {
        auto opened = log::LogReader::open(folder_, {});
        if (!opened) return opened.error();
        reader_.emplace(std::move(*opened));
    }
    const auto newest = reader_->last_seq();
    if (!newest) return newest.error();
    const auto end = std::chrono::steady_clock::now() + options_.turn;
    log::LogError unreadable;
    if (one.next <= *newest) {
        const std::uint64_t last = std::min(*newest, one.next + options_.records_per_turn - 1);
        log::LogError failed = reader_->read(one.next, last, [&](const log::RecordView& record) {
            if (const auto wrong = codec::read_events(record.events, events_, codec::Mode::lenient,
                                                      codec::own_text)) {
                unreadable = {log::LogErrorCode::corrupted,
                              "the events of record " + std::to_string(record.seq) +
                                  " cannot be read: " + codec::to_string(*wrong)};
                return false;
            }
            one.next = record.seq + 1;
            one.tell({record.seq, record.at, events_});
            return !one.gone && std::chrono::steady_clock::now() < end;
        });
        if (unreadable) return unreadable;
        if (failed) return failed;
    }
    // What is committed from now on is published on this thread, and comes from there.
    if (one.next > *newest) one.reads = false;
    return {};
}

EventTold Followers::put(const Event& event, TimePoint at, const Audience& audience) const {
    EventTold told;
    told.sentence = views::sentence(event, {board_, at, audience.personal}, audience.language);
    if (audience.personal) {
        codec::write(told.fields, event);
    } else {
        views::write_masked(told.fields, event);
    }
    told.request = views::request_of(event, board_);
    told.confidentiality = views::confidentiality_of(board_, event);
    return told;
}

}  // namespace muster::app
