#include "engine/gate/rejection.hpp"

#include <gtest/gtest.h>

#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
#include <string>
#include <vector>

namespace muster::gate {
namespace {

TEST(Rejection, OnlyWhatPassesByItselfIsToBeSentAgain) {
    std::vector<std::string> later;
    boost::mp11::mp_for_each<boost::describe::describe_enumerators<RejectReason>>([&](auto one) {
        if (may_succeed_later(one.value)) later.emplace_back(one.name);
    });
    EXPECT_EQ(later, (std::vector<std::string>{"overloaded", "stopping", "not_ready"}));
}

}  // namespace
}  // namespace muster::gate
