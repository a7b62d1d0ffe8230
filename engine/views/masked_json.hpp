// Masked JSON of the vocabulary as plain functions; the rules are in masking.hpp.
#pragma once

#include <string>

#include "muster/command.hpp"
#include "muster/dispatch.hpp"
#include "muster/event.hpp"
#include "muster/registry.hpp"
#include "muster/requests.hpp"
#include "muster/responders.hpp"

namespace muster::views {

// Each appends one JSON value.
void write_masked(std::string& out, const Member& member);
void write_masked(std::string& out, const Card& card);
void write_masked(std::string& out, const Responder& responder);
void write_masked(std::string& out, const Request& request);
void write_masked(std::string& out, const Offer& offer);
void write_masked(std::string& out, const Event& event);
void write_masked(std::string& out, const Command& command);

}  // namespace muster::views
