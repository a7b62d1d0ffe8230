#include "engine/gate/address_range.hpp"

#include <gtest/gtest.h>

#include <string>

namespace muster::gate {
namespace {

bool lies_in(std::string_view address, std::string_view text) {
    const auto range = AddressRange::from_text(text);
    EXPECT_TRUE(range) << text;
    return range && range->contains(address);
}

TEST(AddressRange, KnowsAddressesAndNetworks) {
    EXPECT_TRUE(lies_in("192.0.2.7", "192.0.2.7"));
    EXPECT_FALSE(lies_in("192.0.2.8", "192.0.2.7"));
    EXPECT_TRUE(lies_in("10.21.255.1", "10.20.0.0/15"));
    EXPECT_FALSE(lies_in("10.22.0.1", "10.20.0.0/15"));
    EXPECT_TRUE(lies_in("10.8.255.1", "10.8.3.1/16")) << "whatever stands behind the bits";
    EXPECT_TRUE(lies_in("8.8.8.8", "0.0.0.0/0"));
    EXPECT_TRUE(lies_in("2001:db8:1::1", "2001:db8::/32"));
    EXPECT_FALSE(lies_in("2001:db9::1", "2001:db8::/32"));
}

TEST(AddressRange, AnAddressOfIPv4IsTheSameWhereItIsMapped) {
    EXPECT_TRUE(lies_in("::ffff:10.20.1.1", "10.20.0.0/15"));
    EXPECT_TRUE(lies_in("10.20.1.1", "::ffff:10.20.0.0/112"));
    EXPECT_FALSE(lies_in("2001:db8::1", "0.0.0.0/0"));
    EXPECT_TRUE(lies_in("10.20.1.1", "::/0"));
}

TEST(AddressRange, SaysWhatIsNone) {
    for (const char* text : {"", "nobody", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1",
                             "2001:db8::/129", "10.0.0/8", "/8", "10.0.0.1 "}) {
        EXPECT_FALSE(AddressRange::from_text(text)) << text;
    }
    EXPECT_FALSE(AddressRange::from_text(std::string("10.0.0.1\0", 9)));
    for (const char* text : {"", "10.0.0", "10.0.0.1/32", "nobody"})
        EXPECT_FALSE(lies_in(text, "0.0.0.0/0")) << text;
}

}  // namespace
}  // namespace muster::gate
