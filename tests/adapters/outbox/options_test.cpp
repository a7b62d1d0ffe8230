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
    if (kind == ChannelKind::smpp) {
        channel.smpp.host = "smsc.example.org";
        channel.smpp.system_id = "muster";
        channel.smpp.to = {"+8613800000001"};
    } else {
        if (kind != ChannelKind::file) channel.url = "https://example.org/hook";
        channel.secret.env = "MUSTER_HOOK";
    }
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
                                   ChannelKind::feishu, ChannelKind::wecom, ChannelKind::smpp}) {
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

TEST(OutboxOptionsTest, WhatACentreWouldRefuseIsNamed) {
    const auto wrong_with = [](const auto& change) {
        OutboxOptions options = one(ChannelKind::smpp);
        change(options.channel[0], options.channel[0].smpp);
        return wrong_at(options);
    };
    using Channel = ChannelOptions&;
    using Smpp = SmppOptions&;
    EXPECT_EQ(wrong_with([](Channel, Smpp smpp) { smpp.host = ""; }), "/channel/0/smpp/host");
    EXPECT_EQ(wrong_with([](Channel, Smpp smpp) { smpp.system_id = ""; }),
              "/channel/0/smpp/system_id");
    EXPECT_EQ(wrong_with([](Channel, Smpp smpp) { smpp.system_id = "sixteen letters."; }),
              "/channel/0/smpp/system_id");
    EXPECT_EQ(wrong_with([](Channel, Smpp smpp) { smpp.password.value = "nine char"; }),
              "/channel/0/smpp/password");
    EXPECT_EQ(wrong_with([](Channel, Smpp smpp) { smpp.to.clear(); }), "/channel/0/smpp/to");
    for (const char* const number : {"13800000001", "+0138000000", "+86138", "+86 13800000001"}) {
        EXPECT_EQ(wrong_with([&](Channel, Smpp smpp) { smpp.to.emplace_back(number); }),
                  "/channel/0/smpp/to/1")
            << number;
    }
    EXPECT_EQ(wrong_with([](Channel, Smpp smpp) { smpp.to.push_back(smpp.to[0]); }),
              "/channel/0/smpp/to/1")
        << "nobody is written to twice";
    EXPECT_EQ(wrong_with([](Channel, Smpp smpp) { smpp.to.resize(17, "+8613800000002"); }),
              "/channel/0/smpp/to");
    EXPECT_EQ(wrong_with([](Channel channel, Smpp) { channel.personal = true; }),
              "/channel/0/smpp/tls");
    EXPECT_EQ(wrong_with([](Channel channel, Smpp smpp) { channel.personal = smpp.tls = true; }),
              "");
    EXPECT_EQ(wrong_with([](Channel channel, Smpp) { channel.url = "https://example.org/"; }),
              "/channel/0/url");
    EXPECT_EQ(wrong_with([](Channel channel, Smpp) { channel.secret.env = "MUSTER_HOOK"; }),
              "/channel/0/secret");
    EXPECT_EQ(wrong_with([](Channel channel, Smpp) { channel.format = Format::cap; }),
              "/channel/0/format");
    OutboxOptions options = one(ChannelKind::webhook);
    options.channel[0].smpp.host = "smsc.example.org";
    EXPECT_EQ(wrong_at(options), "/channel/0/smpp");
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
