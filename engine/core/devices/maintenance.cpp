#include "engine/core/devices/maintenance.hpp"

#include "engine/core/requests/receiving.hpp"
#include "engine/core/requests/request_state.hpp"

namespace muster::core {
namespace {

// The request that is looked after for it now, if any.
RequestId open_one(const Board& board, RequestId id) {
    const Request* const request = looked_after_as(board, id);
    return request == nullptr ? RequestId{} : request->id;
}

}  // namespace

std::string name_for_requests(DeviceId device) {
    return "device " + std::to_string(device.value);
}

RequestId ask_for_maintenance(Step& step, const Device& device) {
    if (const RequestId open = open_one(step.board, device.maintenance)) return open;
    CreateRequest request;
    request.service = device_rule(step.board.rules()).maintenance_service;
    request.channel = Channel::system;
    request.member = device.member;
    request.place = device.place;
    request.address = device.address;
    request.device = name_for_requests(device.id);
    // An empty service, and no room for another request, are no reason to overlook the silence.
    if (receive(step, request)) return {};
    return open_one(step.board, {step.env.seq});
}

}  // namespace muster::core
