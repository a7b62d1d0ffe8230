// Strong identifiers and short codes. An Id is the sequence number of the record that created the
// entity (offers: see below), so it needs no counter and is equal on every replay.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace muster {

// A number that names one entity of one kind. 0 means "none". In JSON: an integer.
template <class Tag>
struct Id {
    std::uint64_t value = 0;

    constexpr auto operator<=>(const Id&) const = default;
    [[nodiscard]] constexpr explicit operator bool() const { return value != 0; }
};

using MemberId = Id<struct MemberTag>;
using CardId = Id<struct CardTag>;
using ResponderId = Id<struct ResponderTag>;
using RequestId = Id<struct RequestTag>;
using TalentId = Id<struct TalentTag>;
// The number of the record that it came with; one that was made when a request was served: see
// service_record_of_slot().
using ServiceRecordId = Id<struct ServiceRecordTag>;
using PlaceId = Id<struct PlaceTag>;
using SpeedsId = Id<struct SpeedsTag>;
// Of the time bank: see nth_in_record().
using AccountId = Id<struct AccountTag>;
using EntryId = Id<struct EntryTag>;
using HoldId = Id<struct HoldTag>;
using OfferId = Id<struct OfferTag>;  // see number_in_record()

// The number of an offer or an alert: a record makes several, each of which has a place in it.
// Precondition: place < most_per_record.
constexpr std::uint64_t most_per_record = 4096;
constexpr std::uint64_t number_in_record(std::uint64_t seq, std::uint64_t place) {
    return seq * most_per_record + place;
}

// The number of what a record makes one of as a rule, and several now and then: the first one has
// that of the record, the others lie apart from the numbers of records, and are still exact where
// numbers are floating-point. Precondition: place < most_per_record.
constexpr std::uint64_t nth_in_record(std::uint64_t seq, std::uint64_t place) {
    return place == 0 ? seq : (std::uint64_t{1} << 52) + number_in_record(seq, place);
}

// A configured name (service, plan, skill, role, district...), kept inline so that copying it never
// allocates. At most 23 bytes; any text without control characters. In JSON: a string.
class Code {
  public:
    static constexpr std::size_t max_size = 23;

    constexpr Code() = default;
    // Precondition: text.size() <= max_size. Use from_text for anything that comes from outside.
    constexpr Code(std::string_view text) {  // NOLINT: a literal is a code wherever one is wanted
        if (text.size() > max_size) std::abort();
        size_ = static_cast<std::uint8_t>(text.size());
        for (std::size_t i = 0; i < text.size(); ++i)
            text_[i] = text[i];
    }
    constexpr Code(const char* text) : Code(std::string_view(text)) {}  // NOLINT

    // Nothing when the text is too long.
    [[nodiscard]] static constexpr std::optional<Code> from_text(std::string_view text) {
        if (text.size() > max_size) return std::nullopt;
        return Code(text);
    }

    [[nodiscard]] constexpr std::string_view view() const { return {text_.data(), size_}; }
    [[nodiscard]] std::string str() const { return std::string(view()); }
    [[nodiscard]] constexpr bool empty() const { return size_ == 0; }

    friend constexpr bool operator==(const Code& a, const Code& b) { return a.view() == b.view(); }
    friend constexpr auto operator<=>(const Code& a, const Code& b) {
        return a.view() <=> b.view();
    }

  private:
    std::array<char, max_size> text_{};
    std::uint8_t size_ = 0;
};

}  // namespace muster

template <class Tag>
struct std::hash<muster::Id<Tag>> {
    std::size_t operator()(muster::Id<Tag> id) const noexcept {
        // Fibonacci hashing: ids are dense, so the multiplication alone spreads them.
        return static_cast<std::size_t>(id.value * 0x9E3779B97F4A7C15ull);
    }
};

template <>
struct std::hash<muster::Code> {
    std::size_t operator()(const muster::Code& code) const noexcept {
        return std::hash<std::string_view>{}(code.view());
    }
};
