#include "engine/app/demo.hpp"

#include <spdlog/spdlog.h>

#include <utility>

namespace muster::app {

Demo::Demo(boost::asio::io_context& io, Service& service, sim::City city, core::RoadSource& roads,
           const Rules& rules, const sim::WorldOptions& options)
    : service_(service),
      city_(std::move(city)),
      world_(city_, roads, rules, options, service.clock().now()),
      timer_(io) {}

void Demo::start() {
    following_ = service_.events().follow([this](const CommittedRecord& record) {
        world_.on_record(record.at, record.events);
        arm_timer();
    });
    world_.connect(service_.commands(), service_.board(), service_.clock().now());
    advance();
}

void Demo::stop() {
    following_.reset();
    timer_.cancel();
}

void Demo::advance() {
    world_.advance_to(service_.clock().now());
    if (!opened_ && world_.is_open()) {
        opened_ = true;
        spdlog::info("the demo city is awake: {} members, {} responders",
                     service_.board().members().size(), service_.board().responders().size());
    }
    arm_timer();
}

void Demo::arm_timer() {
    const TimePoint next = world_.next_at();
    if (armed_ && armed_for_ <= next) return;
    armed_ = true;
    armed_for_ = next;
    timer_.expires_after(service_.clock().until(next));
    timer_.async_wait([this](const boost::system::error_code& error) {
        if (error) return;
        armed_ = false;
        advance();
    });
}

}  // namespace muster::app
