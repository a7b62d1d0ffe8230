// The demo: the simulated city lives in a running service, at the speed of the city's clock.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>

#include "engine/app/service.hpp"
#include "engine/sim/city.hpp"
#include "engine/sim/world.hpp"
#include "muster/rules.hpp"

namespace muster::app {

// Runs on the service's thread; must outlive its io_context's work.
class Demo {
  public:
    Demo(boost::asio::io_context& io, Service& service, sim::City city, core::RoadSource& roads,
         const Rules& rules, const sim::WorldOptions& options);

    // After the service has started.
    void start();
    void stop();

  private:
    void advance();
    void arm_timer();

    Service& service_;
    sim::City city_;
    sim::World world_;
    boost::asio::steady_timer timer_;
    std::unique_ptr<EventPort::Following> following_;  // from start() to stop()
    bool opened_ = false;
    bool armed_ = false;
    TimePoint armed_for_;
};

}  // namespace muster::app
