// The service as an import sees it: over the same HTTP that everybody uses. Not for other threads,
// but that one may tell it to give up.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/json/object.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "engine/app/load/line.hpp"
#include "engine/app/load/target.hpp"
#include "engine/app/tables/batch_sender.hpp"
#include "engine/app/tables/mapping.hpp"
#include "engine/app/tables/rehearsal.hpp"
#include "muster/expected.hpp"
#include "muster/rules.hpp"

namespace muster::app {

class ServiceClient {
  public:
    // Nothing yet is connected. Told to give up, it waits for no answer any more: what was asked
    // for fails, at once. `own_certificate`: a file with the certificate of an https service, which
    // is this program itself; else the system knows whom to trust.
    [[nodiscard]] static Expected<std::unique_ptr<ServiceClient>, std::string> open(
        const std::string& url, std::string token, std::stop_token give_up = {},
        const std::string& own_certificate = {});

    // Each gives what it says, or why it could not be had.
    [[nodiscard]] Expected<Rules, Said> rules();
    [[nodiscard]] Expected<boost::json::object, Said> read(const std::string& path);
    // Calls `use` with each of a list, in order of id. The path may have filters. Returns what went
    // wrong, or nothing.
    using UseItem = std::function<void(const boost::json::object& item)>;
    [[nodiscard]] std::optional<Said> each(const std::string& path, const UseItem& use);
    // The same with the fields that the columns may set.
    using UseEntity = std::function<void(std::uint64_t id, const boost::json::object& fields)>;
    [[nodiscard]] std::optional<Said> each(const TableRule& rule, const UseEntity& use);
    [[nodiscard]] Expected<KnownEntities, Said> known(
        const TableRule& rule, const std::function<void(std::size_t)>& progress);

    // Sends them, many at a time; each once, however often it has to be tried. Told to stop, it
    // sends no more, and waits for what was sent.
    [[nodiscard]] SendReport send(const std::vector<PlannedCommand>& commands,
                                  const std::function<void(std::size_t)>& progress,
                                  std::stop_token stop = {});

  private:
    ServiceClient(LoadTarget target, const boost::asio::ip::tcp::endpoint& server,
                  std::optional<LineTls> tls, std::string token, std::stop_token give_up);
    [[nodiscard]] HttpAnswer get(const std::string& path);
    // Until there is nothing to wait for, or it is to give up; false in that case.
    bool run();

    LoadTarget target_;
    std::string token_;
    std::stop_token give_up_;
    boost::asio::io_context io_;
    std::stop_callback<std::function<void()>> stops_io_;
    std::vector<std::unique_ptr<LoadLine>> lines_;
    std::string run_;  // in the keys of this run
};

}  // namespace muster::app
