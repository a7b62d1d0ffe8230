#include "engine/access/token_rules.hpp"

#include <algorithm>
#include <utility>

#include "engine/access/accounts.hpp"

namespace muster::access {
namespace {

constexpr std::size_t longest_name = 64;
constexpr std::size_t most_devices = 10'000;
constexpr std::int64_t most_days = 3'660;

TokenView view_of(const TokenInfo& info) {
    return {.name = info.name,
            .roles = list_of(info.roles),
            .districts = info.districts,
            .responder = info.responder,
            .devices = info.devices,
            .created_at = info.created_at,
            .expires_at = info.expires_at,
            .revoked_at = info.revoked_at};
}

AccessFault bad(std::string_view field, std::string detail, std::string expected) {
    return {.reason = AccessRefusal::bad_value,
            .detail = std::move(detail),
            .field = std::string(field),
            .expected = std::move(expected)};
}

AccessResult<std::string> change(TokenBook& book, TokenAction action, const TokenForm& form,
                                 TimePoint now) {
    std::string error;
    switch (action) {
        case TokenAction::create: {
            if (auto fault = fault_of(form)) return *fault;
            const auto secret = book.create(info_of(form, now), error);
            if (secret) return *secret;
            return AccessFault{
                .reason = AccessRefusal::name_taken, .detail = std::move(error), .field = "name"};
        }
        case TokenAction::rotate: {
            if (form.days < 1 || form.days > most_days) {
                return bad("days", "a token ends", "1 to 3660");
            }
            const auto secret = book.rotate(form.name, now, now + hours(24 * form.days),
                                            now + rotation_overlap, error);
            if (secret) return *secret;
            break;
        }
        case TokenAction::revoke:
            if (book.revoke(form.name, now, error)) return std::string();
            break;
    }
    return AccessFault{
        .reason = AccessRefusal::unknown_token, .detail = std::move(error), .field = "name"};
}

}  // namespace

std::optional<AccessFault> fault_of(const TokenForm& form) {
    if (form.name.empty() || form.name.size() > longest_name) {
        return bad("name", "a token has the name of whoever holds it", "1 to 64 bytes");
    }
    if (form.days < 1 || form.days > most_days) return bad("days", "a token ends", "1 to 3660");
    if (auto fault = fault_of(roles_of(form.roles), form.responder)) return fault;
    const bool comma = std::any_of(form.devices.begin(), form.devices.end(), [](const auto& one) {
        return one.empty() || one.size() > longest_name || one.find(',') != std::string::npos;
    });
    if (comma || form.devices.size() > most_devices) {
        return bad("devices", "these cannot be the devices of a token",
                   "at most 10000 serials, without commas, each of at most 64 bytes");
    }
    return std::nullopt;
}

TokenInfo info_of(const TokenForm& form, TimePoint now) {
    return {.name = form.name,
            .roles = roles_of(form.roles),
            .responder = form.responder,
            .created_at = now,
            .expires_at = now + hours(24 * form.days),
            .revoked_at = {},
            .districts = form.districts,
            .devices = form.devices};
}

AccessResult<TokenChanged> act(TokenBook& book, TokenAction action, const TokenForm& form,
                               TimePoint now) {
    auto secret = change(book, action, form, now);
    if (!secret) return secret.error();
    TokenChanged changed{.token = {.name = form.name}, .secret = std::move(*secret)};
    for (TokenView& view : views_of(book)) {
        if (view.name == form.name) changed.token = std::move(view);
    }
    return changed;
}

AuditKind audit_kind_of(TokenAction action) {
    switch (action) {
        case TokenAction::create:
            break;
        case TokenAction::rotate:
            return AuditKind::token_rotated;
        case TokenAction::revoke:
            return AuditKind::token_revoked;
    }
    return AuditKind::token_created;
}

std::vector<TokenView> views_of(TokenBook& book) {
    std::vector<TokenView> views;
    for (const TokenInfo& info : book.list())
        views.push_back(view_of(info));
    return views;
}

}  // namespace muster::access
