// What a configuration may say of channels.
#include "adapters/outbox/options.hpp"

#include <gtest/gtest.h>

namespace muster::outbox {
namespace {

OutboxOptions one(ChannelKind kind) {
    ChannelOptions channel;
    channel.name = "desk-1";
    channel.kind = kind;
    channel.events = {"RequestReceived", "OfferMade"};
    if (kind != ChannelKind::file) channel.url = "https://example.org/hook";
    channel.secret.env = "MUSTER_HOOK";
    OutboxOptions options;
    options.channel.push_back(channel);
    return options;
}

std::string wrong_at(const OutboxOptions& options) {
    const auto wrong = check(options);
    return wrong ? wrong->pointer : "";
}

TEST(OutboxOptionsTest, EachKindCanBeRight) {
    EXPECT_EQ(wrong_at({}), "");
    for (const ChannelKind kind : {ChannelKind::file, ChannelKind::webhook, ChannelKind::dingtalk,
                                   ChannelKind::feishu, ChannelKind::wecom}) {
        EXPECT_EQ(wrong_at(one(kind)), "");
    }
}

TEST(OutboxOptionsTest, WhatIsWrongIsNamed) {
    OutboxOptions options = one(ChannelKind::webhook);
    options.channel[0].name = "Desk/..";
    EXPECT_EQ(wrong_at(options), "/channel/0/name");
    options = one(ChannelKind::webhook);
    options.channel.push_back(options.channel[0]);
    EXPECT_EQ(wrong_at(options), "/channel/1/name");
    options = one(ChannelKind::webhook);
    options.channel[0].events.emplace_back("RequestRecieved");
    EXPECT_EQ(wrong_at(options), "/channel/0/events/2");
    options.channel[0].events.clear();
    EXPECT_EQ(wrong_at(options), "/channel/0/events");
    options = one(ChannelKind::webhook);
    options.channel[0].url = "example.org";
    EXPECT_EQ(wrong_at(options), "/channel/0/url");
    options = one(ChannelKind::webhook);
    options.channel[0].secret = {};
    EXPECT_EQ(wrong_at(options), "/channel/0/secret");
    options.channel[0].secret.value = "short";
    EXPECT_EQ(wrong_at(options), "/channel/0/secret");
    options = one(ChannelKind::webhook);
    options.channel[0].folder = "drop";
    EXPECT_EQ(wrong_at(options), "/channel/0/folder");
    options = one(ChannelKind::file);
    options.channel[0].url = "https://example.org/";
    EXPECT_EQ(wrong_at(options), "/channel/0/url");
    options = one(ChannelKind::feishu);
    options.channel[0].format = Format::cap;
    EXPECT_EQ(wrong_at(options), "/channel/0/format");
    options = one(ChannelKind::file);
    options.source = "";
    EXPECT_EQ(wrong_at(options), "/source");
    options = one(ChannelKind::file);
    options.retry_first_ms = minutes(11);
    EXPECT_EQ(wrong_at(options), "/retry_first_ms");
}

TEST(OutboxOptionsTest, WhatIsPersonalGoesNowhereInTheClear) {
    OutboxOptions options = one(ChannelKind::webhook);
    options.channel[0].personal = true;
    EXPECT_EQ(wrong_at(options), "");
    options.channel[0].url = "http://example.org/hook";
    EXPECT_EQ(wrong_at(options), "/channel/0/url");
    options.channel[0].personal = false;
    EXPECT_EQ(wrong_at(options), "");
}

}  // namespace
}  // namespace muster::outbox
