// One request of a maker's cloud, and the values in it by their paths (push_mapping.hpp). Pure; any
// thread.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/codec/charset.hpp"
#include "engine/gate/fault.hpp"
#include "engine/gate/push_mapping.hpp"
#include "muster/expected.hpp"

namespace muster::gate {

// As it was sent; must outlive what is read from it. Precondition: is_known_here(charset).
struct PushRequest {
    std::string_view body;
    codec::Charset charset = codec::Charset::utf8;
    std::vector<std::pair<std::string_view, std::string_view>> headers{};
    std::vector<std::pair<std::string, std::string>> query{};
};

// Of one field in a form; of JSON in depth.
constexpr std::size_t max_push_fields = 256;
constexpr std::size_t max_push_depth = 32;

class PushBody {
  public:
    // The body in the mapping's format, as UTF-8; or that it is none, and where.
    [[nodiscard]] static Expected<PushBody, Fault> read(PushFormat format,
                                                        const PushRequest& request);

    // The value as text: numbers in decimal, booleans as true and false. Nothing where there is
    // none. `item`: looked into first; null = the body alone.
    [[nodiscard]] std::optional<std::string> text(std::string_view path,
                                                  const boost::json::value* item = nullptr) const;
    // The list at this path, or the one message that stands there in its place; nothing when
    // neither is there.
    [[nodiscard]] std::optional<std::vector<const boost::json::value*>> items(
        std::string_view path) const;
    // An item, or all of it, for people.
    [[nodiscard]] std::string shown(const boost::json::value* item = nullptr) const;

  private:
    PushBody(PushFormat format, const PushRequest& request) : format_(format), request_(&request) {}

    PushFormat format_;
    const PushRequest* request_;
    boost::json::value json_;
    std::vector<std::pair<std::string, std::string>> form_;
};

}  // namespace muster::gate
