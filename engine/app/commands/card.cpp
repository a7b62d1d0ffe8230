#include <algorithm>
#include <boost/json/serialize.hpp>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/app/commands/cli.hpp"
#include "engine/app/commands/table_rules.hpp"
#include "engine/app/config/config.hpp"
#include "engine/app/config/options.hpp"
#include "engine/app/print/card_sheet.hpp"
#include "engine/app/tables/service_client.hpp"
#include "engine/codec/json_reader.hpp"
#include "engine/gate/card_link.hpp"
#include "muster/member.hpp"
#include "muster/registry.hpp"

namespace muster::app {
namespace {

struct Arguments {
    std::string url = "http://127.0.0.1:8080";
    std::string token;
    std::string config = default_config_file();
    std::string key;         // empty: the last one that the configuration names
    std::string key_file;    // in place of the configuration's
    std::string public_url;  // empty: the configuration's, else url
    std::uint64_t card = 0;
    std::string colour;
    std::string out;
    std::vector<std::int64_t> members;
    std::string district;
};

// What links are made with, and what every card says.
struct Maker {
    std::string kid;
    std::string key;
    std::string base;  // in front of /t/
    std::string hotline;

    [[nodiscard]] std::string link(const Card& card) const {
        return base + "/t/" + gate::make_card_link(kid, key, {card.id, card.generation});
    }
};

// The key that the command line names, else the configuration's newest.
Expected<KeyConfig, std::string> key_of(const Arguments& args, const std::vector<KeyConfig>& keys) {
    if (!args.key_file.empty()) {
        if (!gate::is_key_name(args.key)) {
            return std::string(
                "--key is needed beside --key-file: the name by which the service knows the key, 1 "
                "to 16 of A-Z a-z 0-9 _ -");
        }
        return KeyConfig{args.key, std::filesystem::absolute(args.key_file).string(), ""};
    }
    if (keys.empty()) {
        return args.config + " names no key for cards: see [[cards.keys]], or --key-file";
    }
    if (args.key.empty()) return keys.back();
    for (const KeyConfig& key : keys) {
        if (key.name == args.key) return key;
    }
    return args.config + " names no key \"" + args.key + "\" for cards";
}

Expected<Maker, std::string> maker_of(const Arguments& args) {
    Config config;
    if (const auto wrong = load_config(args.config, config)) return to_string(*wrong);
    const auto key = key_of(args, config.cards.keys);
    if (!key) return std::string(key.error());
    Maker maker{
        .kid = key->name, .key = "", .base = args.public_url, .hotline = config.cards.hotline};
    if (const auto wrong = read_key(args.config, *key, maker.key)) return to_string(*wrong);
    if (maker.base.empty()) maker.base = config.server.public_url;
    if (maker.base.empty()) maker.base = args.url;
    while (maker.base.ends_with('/'))
        maker.base.pop_back();
    return maker;
}

template <class T>
std::optional<T> as(const boost::json::object& object) {
    T out;
    const std::string text = boost::json::serialize(object);
    if (codec::read(text, out, codec::Mode::lenient)) return std::nullopt;
    return out;
}

void run_link(Cli& cli, const Arguments& args) {
    const auto maker = maker_of(args);
    if (!maker) return cli.fail(Exit::usage, maker.error());
    auto service = ServiceClient::open(args.url, args.token);
    if (!service) return cli.fail(Exit::usage, service.error());
    const auto found = (*service)->read("/v1/cards/" + std::to_string(args.card));
    if (!found) return cli.fail(Exit::failed, found.error().en);
    const auto card = as<Card>(*found);
    if (!card) return cli.fail(Exit::failed, "the card cannot be read");
    if (card->status != CardStatus::active) {
        return cli.fail(Exit::no, "card " + std::to_string(args.card) +
                                      " is revoked; IssueCard makes a new one");
    }
    if (args.colour.empty()) {
        std::printf("%s\n", maker->link(*card).c_str());
        return;
    }
    const auto rules = (*service)->rules();
    if (!rules) return cli.fail(Exit::failed, rules.error().en);
    std::string known;
    for (const CardColour& colour : rules->card_colours) {
        if (colour.colour.view() == args.colour) {
            std::printf("%s?colour=%s\n", maker->link(*card).c_str(), args.colour.c_str());
            return;
        }
        known += (known.empty() ? "" : ", ") + std::string(colour.colour.view());
    }
    cli.fail(Exit::usage, "\"" + args.colour + "\" is none of " + known);
}

// As part of a query.
std::string escaped(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        (out += '%') += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

// The members that are asked for, by name.
Expected<std::map<MemberId, std::string>, std::string> members_of(ServiceClient& service,
                                                                  const Arguments& args) {
    std::map<MemberId, std::string> names;
    std::string nameless;
    const auto take = [&](const boost::json::object& item) {
        const auto member = as<Member>(item);
        if (!member || member->status != MemberStatus::active) return;
        const std::string& name = member->profile.name.value;
        // No name that is kept has a star in it: it stands for what the token may not see.
        if (name.empty() || name.find('*') != std::string::npos) {
            nameless = "member " + std::to_string(member->id.value);
        }
        names.emplace(member->id, name);
    };
    if (args.members.empty()) {
        std::string path = "/v1/members";
        if (!args.district.empty()) path += "?district=" + escaped(args.district);
        if (const auto wrong = service.each(path, take)) return wrong->en;
    }
    for (const std::int64_t id : args.members) {
        const auto member = service.read("/v1/members/" + std::to_string(id));
        if (!member) return "member " + std::to_string(id) + ": " + member.error().en;
        take(*member);
    }
    if (!nameless.empty()) {
        return "the name of " + nameless + " cannot be had: is the token allowed to see names?";
    }
    return names;
}

// Of each of them the newest card that holds.
Expected<std::vector<PrintedCard>, std::string> cards_of(
    ServiceClient& service, const Maker& maker, const std::map<MemberId, std::string>& names) {
    std::map<MemberId, Card> newest;
    const auto take = [&](const boost::json::object& item) {
        const auto card = as<Card>(item);
        if (!card || card->status != CardStatus::active || !names.contains(card->member)) return;
        newest.insert_or_assign(card->member, *card);
    };
    // A few are asked for one by one, many are picked from all.
    constexpr std::size_t few = 50;
    if (names.size() > few) {
        if (const auto wrong = service.each("/v1/cards", take)) return wrong->en;
    } else {
        for (const auto& [id, name] : names) {
            const std::string path = "/v1/cards?member=" + std::to_string(id.value);
            if (const auto wrong = service.each(path, take)) return wrong->en;
        }
    }
    std::vector<PrintedCard> cards;
    cards.reserve(newest.size());
    for (const auto& [member, card] : newest)
        cards.push_back({card.id.value, names.at(member), maker.link(card)});
    return cards;
}

void run_sheet(Cli& cli, const Arguments& args) {
    const auto maker = maker_of(args);
    if (!maker) return cli.fail(Exit::usage, maker.error());
    auto service = ServiceClient::open(args.url, args.token);
    if (!service) return cli.fail(Exit::usage, service.error());
    const auto rules = (*service)->rules();
    if (!rules) return cli.fail(Exit::failed, rules.error().en);
    const auto names = members_of(**service, args);
    if (!names) return cli.fail(Exit::failed, names.error());
    const auto cards = cards_of(**service, *maker, *names);
    if (!cards) return cli.fail(Exit::failed, cards.error());
    if (cards->empty()) {
        return cli.fail(Exit::no, "none of these members has a card; IssueCard makes one");
    }
    const std::string beside = args.out + ".new";
    Paper paper(beside, a4, "Contact cards");
    const auto unprinted = print_cards(paper, {rules->card_colours, maker->hotline}, *cards);
    if (const auto wrong = paper.close()) {
        return cli.fail(Exit::failed, "\"" + beside + "\": " + *wrong);
    }
    if (std::rename(beside.c_str(), args.out.c_str()) != 0) {
        return cli.fail(Exit::failed, "\"" + args.out + "\" cannot be written");
    }
    std::printf("%zu cards printed, %zu members have none\n", cards->size(),
                names->size() - cards->size());
    for (const std::uint64_t card : unprinted) {
        cli.fail(Exit::no, "card " + std::to_string(card) +
                               ": no installed font has every character of the name; "
                               "fonts-noto-cjk has most");
    }
}

void add_options(Command command, const std::shared_ptr<Arguments>& args) {
    command.add_option("--url", args->url, "The service").capture_default_str();
    command.add_option("--token", args->token, "Of somebody who may read cards")
        .required()
        .envname("TOKEN");
    command.add_option("--config", args->config, "Names the keys, the public address, the hotline")
        .capture_default_str();
    command.add_option("--key", args->key, "Which key signs (default: the last one in [cards])");
    command.add_option("--key-file", args->key_file, "Where it is, in place of the configuration");
    command.add_option("--public-url", args->public_url,
                       "How members reach the service (default: server.public_url, else --url)");
}

}  // namespace

void add_card(Cli& cli) {
    const Command group = cli.app.add_subcommand("card", "The links of contact cards, and prints");
    group.require_subcommand();

    const auto link = std::make_shared<Arguments>();
    const Command one = group.add_subcommand("link", "Print the signed link of a card");
    one.add_option("card", link->card, "Its number").required();
    one.add_option("--colour", link->colour, "The link of one field of it, for a chip behind it");
    add_options(one, link);
    one.example("muster card link 42 --token $TOKEN");
    one.callback([&cli, link] { run_link(cli, *link); });

    const auto sheet = std::make_shared<Arguments>();
    const Command all =
        group.add_subcommand("sheet", "Print cards as a PDF, eight on a page of A4");
    all.add_option("--out", sheet->out, "The PDF").required();
    const Option members =
        all.add_option("--members", sheet->members, "Their numbers, between commas").delimiter(',');
    all.add_option("--district", sheet->district, "All of a district (default: of the register)")
        .excludes(members);
    add_options(all, sheet);
    all.example("muster card sheet --out cards.pdf --district guangling --token $TOKEN");
    all.callback([&cli, sheet] { run_sheet(cli, *sheet); });
}

}  // namespace muster::app
