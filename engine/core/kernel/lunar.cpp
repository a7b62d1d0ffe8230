#include "engine/core/kernel/lunar.hpp"

#include <algorithm>

#include "engine/core/kernel/calendar.hpp"

namespace muster::core {
namespace {

constexpr std::int32_t year_count = last_lunar_year - first_lunar_year + 1;

// For each lunar year: bits 0 to 12, for each month in order, leap months too, whether it has 30
// days and not 29; bits 13 to 16, the month that the leap month follows, 0 = none; bits 17 to 21,
// the day of its New Year, counted from January 20 as 0.
constexpr std::uint32_t years[year_count] = {
    0x1716D2, 0x3C0752, 0x260EA5, 0x12B64A, 0x36064B, 0x1E0A9B, 0x0A9556, 0x30056A, 0x1A0B59,
    0x045752, 0x2A0752, 0x14DB25, 0x3A0B25, 0x220A4B, 0x0CB4AB, 0x3202AD, 0x1C056B, 0x064B69,
    0x2C0DA9, 0x18FD92, 0x3E0E92, 0x260D25, 0x10BA4D, 0x360A56, 0x2002B6, 0x0895B5, 0x3006D4,
    0x1A0EA9, 0x065E92, 0x2A0E92, 0x14CD26, 0x38052B, 0x220A57, 0x0CB2B6, 0x320B5A, 0x1E06D4,
    0x086EC9, 0x2C0749, 0x16F693, 0x3C0A93, 0x26052B, 0x0ECA5B, 0x340AAD, 0x20056A, 0x0A9B55,
    0x300BA4, 0x1A0B49, 0x045A93, 0x2A0A95, 0x12F52D, 0x380536, 0x220AAD, 0x0EB5AA, 0x3205B2,
    0x1C0DA5, 0x087D4A, 0x2E0D4A, 0x170A95, 0x3A0A97, 0x260556, 0x10CAB5, 0x340AD5, 0x2006D2,
    0x0A8EA5, 0x300EA5, 0x1A064A, 0x026C97, 0x280A9B, 0x14F55A, 0x38056A, 0x220B69, 0x0EB752,
    0x340B52, 0x1C0B25, 0x06964B, 0x2C0A4B, 0x1714AB, 0x3A02AD, 0x24056D, 0x10CB69, 0x360DA9,
    0x200D92, 0x0A9D25, 0x300D25, 0x1B5A4D, 0x3E0A56, 0x2802B6, 0x12C5B5, 0x3806D5, 0x220EA9,
    0x0EBE92, 0x340E92, 0x1E0D26, 0x066A56, 0x2A0A57, 0x1714D6, 0x3C035A, 0x2406D5, 0x10B6C9,
    0x360749, 0x200693, 0x08952B, 0x2E052B, 0x180A5B, 0x04555A, 0x28056A, 0x12FB55, 0x3A0BA4,
    0x240B49, 0x0CBA93, 0x320A95, 0x1C052D, 0x068AAD, 0x2A0AB5, 0x1735AA, 0x3C05D2, 0x260DA5,
    0x10DD4A, 0x360D4A, 0x200C95, 0x0A952E, 0x2E0556, 0x180AB5, 0x0455B2, 0x2A06D2, 0x12CEA5,
    0x380725, 0x22064B, 0x0CAC97, 0x300CAB, 0x1C055A, 0x066AD6, 0x2C0B69, 0x177752, 0x3C0B52,
    0x260B25, 0x10DA4B, 0x340A4B, 0x1E04AB, 0x08A55B, 0x2E05AD, 0x180B6A, 0x045B52, 0x2A0D92,
    0x14FD25, 0x380D25, 0x220A55, 0x0CB4AD, 0x3204B6, 0x1A05B5, 0x066DAA, 0x2C0EC9, 0x191E92,
    0x3C0E92, 0x260D26, 0x10CA56, 0x340A57, 0x1E04D6, 0x0886D5, 0x2E0755, 0x1A0749, 0x026E93,
    0x280693, 0x12F52B, 0x38052B, 0x200A5B, 0x0CB55A, 0x32056A, 0x1C0B65, 0x06974A, 0x2C0B4A,
    0x171A95, 0x3C0A95, 0x24052D, 0x0ECAAD, 0x340AB5, 0x2005AA, 0x088BA5, 0x2E0DA5, 0x1A0D4A,
    0x047C95, 0x280C96, 0x12F94E, 0x380556, 0x220AB5, 0x0CB5B2, 0x3206D2, 0x1C0EA5, 0x088E4A,
    0x2A068B, 0x150C97, 0x3A04AB, 0x24055B, 0x0ECAD6, 0x340B6A, 0x200752, 0x0A9725, 0x2E0B45,
    0x180A8B, 0x02549B, 0x2804AB,
};

// One lunar year of the table. Its months are counted from 0, leap months too.
class LunarYear {
  public:
    // Precondition: first_lunar_year <= year <= last_lunar_year.
    constexpr explicit LunarYear(std::int32_t year)
        : year_(year), bits_(years[year - first_lunar_year]) {}

    [[nodiscard]] constexpr Date new_year() const {
        return *Date::of(year_, 1, 20) + (bits_ >> 17 & 31);
    }
    [[nodiscard]] constexpr std::int32_t leap_month() const {
        return static_cast<std::int32_t>(bits_ >> 13 & 15);
    }
    [[nodiscard]] constexpr std::int32_t months() const { return leap_month() == 0 ? 12 : 13; }
    [[nodiscard]] constexpr std::int32_t length(std::int32_t place) const {
        return 29 + static_cast<std::int32_t>(bits_ >> static_cast<std::uint32_t>(place) & 1);
    }
    [[nodiscard]] constexpr Date first_day(std::int32_t place) const {
        Date day = new_year();
        for (std::int32_t i = 0; i < place; ++i)
            day = day + length(i);
        return day;
    }
    [[nodiscard]] constexpr std::int32_t place_of(std::int32_t month, bool leap) const {
        const bool behind_leap = leap_month() != 0 && month > leap_month();
        return month - 1 + (leap || behind_leap ? 1 : 0);
    }

  private:
    std::int32_t year_;
    std::uint32_t bits_;
};

constexpr bool is_known(std::int32_t year) {
    return year >= first_lunar_year && year <= last_lunar_year;
}

// Each year ends where the next one begins.
static_assert([] {
    for (std::int32_t year = first_lunar_year; year < last_lunar_year; ++year) {
        const LunarYear one(year);
        if (one.first_day(one.months()) != LunarYear(year + 1).new_year()) return false;
    }
    return true;
}());

// Where the birthday is kept in a lunar year that is_known.
Date kept_in(std::int32_t year, const BirthDate& birth) {
    const LunarYear lunar(year);
    const bool leap = birth.leap_month && lunar.leap_month() == birth.month;
    const std::int32_t place = lunar.place_of(birth.month, leap);
    return lunar.first_day(place) + (std::min<std::int32_t>(birth.day, lunar.length(place)) - 1);
}

std::optional<Date> next_lunar_birthday(const BirthDate& birth, Date from) {
    const auto today = lunar_date(from);
    if (!today) return std::nullopt;
    const Date this_year = kept_in(today->year, birth);
    if (this_year >= from) return this_year;
    if (!is_known(today->year + 1)) return std::nullopt;
    return kept_in(today->year + 1, birth);
}

std::optional<Date> next_solar_birthday(Date born, Date from) {
    const std::int32_t born_in = year_month_day(born).year;
    const std::int32_t now_in = year_month_day(from).year;
    const Date this_year = months_after(born, 12 * (now_in - born_in));
    if (this_year >= from) return this_year;
    if (now_in == 9999) return std::nullopt;
    return months_after(born, 12 * (now_in + 1 - born_in));
}

}  // namespace

std::optional<LunarDate> lunar_date(Date day) {
    std::int32_t year = year_month_day(day).year;
    if (is_known(year) && day < LunarYear(year).new_year()) --year;
    if (year == last_lunar_year + 1) --year;
    if (!is_known(year)) return std::nullopt;
    const LunarYear lunar(year);
    std::int32_t left = day - lunar.new_year();
    for (std::int32_t place = 0; place < lunar.months(); ++place) {
        if (left >= lunar.length(place)) {
            left -= lunar.length(place);
            continue;
        }
        const std::int32_t leap = lunar.leap_month();
        const bool from_leap_on = leap != 0 && place >= leap;
        return LunarDate{year, from_leap_on ? place : place + 1, left + 1,
                         from_leap_on && place == leap};
    }
    return std::nullopt;
}

std::optional<Date> solar_date(const LunarDate& day) {
    if (!is_known(day.year) || day.month < 1 || day.month > 12) return std::nullopt;
    const LunarYear lunar(day.year);
    if (day.leap_month && lunar.leap_month() != day.month) return std::nullopt;
    const std::int32_t place = lunar.place_of(day.month, day.leap_month);
    if (day.day < 1 || day.day > lunar.length(place)) return std::nullopt;
    return lunar.first_day(place) + (day.day - 1);
}

std::optional<Date> born_on(const BirthDate& birth) {
    switch (birth.calendar) {
        case CalendarKind::solar:
            if (birth.leap_month) return std::nullopt;
            return Date::of(birth.year, birth.month, birth.day);
        case CalendarKind::lunar:
            return solar_date({birth.year, birth.month, birth.day, birth.leap_month});
    }
    return std::nullopt;
}

std::optional<Date> next_birthday(const BirthDate& birth, Date from) {
    const auto born = born_on(birth);
    if (!born) return std::nullopt;
    from = std::max(from, *born);
    switch (birth.calendar) {
        case CalendarKind::solar:
            return next_solar_birthday(*born, from);
        case CalendarKind::lunar:
            return next_lunar_birthday(birth, from);
    }
    return std::nullopt;
}

}  // namespace muster::core
