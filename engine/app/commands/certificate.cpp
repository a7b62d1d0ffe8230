#include <boost/json/serialize.hpp>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <memory>
#include <optional>
#include <string>

#include "engine/app/commands/cli.hpp"
#include "engine/app/config/config.hpp"
#include "engine/app/config/options.hpp"
#include "engine/app/print/certificate_paper.hpp"
#include "engine/app/print/open_badge.hpp"
#include "engine/app/tables/service_client.hpp"
#include "engine/codec/certificate_facts.hpp"
#include "engine/codec/json_reader.hpp"
#include "engine/log/files.hpp"

namespace muster::app {
namespace {

struct Arguments {
    std::string url = "http://127.0.0.1:8080";
    std::string token;
    std::string config = default_config_file();
    std::string public_url;  // empty: the configuration's, else url
    std::uint64_t certificate = 0;
    std::string out;
    std::string badge;  // empty: none is made
    std::string badge_key;
};

// What stands in front of /check/; or why it cannot be known.
std::optional<std::string> find_base(const Arguments& args, std::string& base) {
    base = args.public_url;
    if (base.empty()) {
        Config config;
        if (const auto wrong = load_config(args.config, config)) return to_string(*wrong);
        base = config.server.public_url.empty() ? args.url : config.server.public_url;
    }
    while (base.ends_with('/'))
        base.pop_back();
    return std::nullopt;
}

// Both languages on a line, unless they say the same.
std::string in_one(const codec::FactText& text) {
    return text.zh == text.en ? text.zh : text.zh + "  " + text.en;
}

std::string mark_of(CertificateStatus status) {
    switch (status) {
        case CertificateStatus::issued:
            return "";
        case CertificateStatus::corrected:
            return "已更正 · CORRECTED";
        case CertificateStatus::revoked:
            return "已作废 · REVOKED";
    }
    return "";
}

Millis offset_of(const Rules& rules) {
    return minutes(or_usual(rules.calendar).utc_offset_min);
}

PrintedCertificate face_of(const Certificate& certificate, const Rules& rules,
                           const std::string& base) {
    const auto name_of = [&](Code service) -> codec::FactText {
        for (const ServiceRule& one : rules.services) {
            if (one.code == service) return {one.name_zh, one.name_en};
        }
        return {service.str(), service.str()};
    };
    PrintedCertificate face;
    face.title_zh = "志愿服务证明";
    face.title_en = "Certificate of Service";
    face.issuer = in_one({certificate.issuer_zh, certificate.issuer_en});
    for (const codec::CertificateFact& fact :
         codec::certificate_facts(certificate, name_of, offset_of(rules))) {
        face.lines.push_back({in_one(fact.name), in_one(fact.value)});
    }
    face.link = base + "/check/" + certificate.number;
    face.link_words = "扫码查验 · Scan to check";
    face.mark = mark_of(certificate.status);
    return face;
}

// Writes the credential. What went wrong, or nothing.
std::optional<std::string> write_badge(const Arguments& args, const Certificate& certificate,
                                       const Rules& rules, const std::string& base) {
    if (certificate.status != CertificateStatus::issued) {
        return "certificate " + std::to_string(certificate.id.value) +
               " does not hold any more, and gets no badge";
    }
    const auto pem = log::read_file(args.badge_key);
    if (!pem) return pem.error().message;
    const auto key = gate::Ed25519Key::from_pem(*pem);
    if (!key) {
        return "\"" + args.badge_key +
               "\" is no private key without a password, as `openssl genpkey -algorithm ed25519` "
               "writes one";
    }
    std::ofstream file(args.badge, std::ios::binary | std::ios::trunc);
    file << open_badge(certificate, base, offset_of(rules), *key) << '\n';
    file.close();
    if (!file) return "\"" + args.badge + "\" cannot be written";
    return std::nullopt;
}

void run_print(Cli& cli, const Arguments& args) {
    std::string base;
    if (const auto wrong = find_base(args, base)) return cli.fail(Exit::usage, *wrong);
    auto service = ServiceClient::open(args.url, args.token);
    if (!service) return cli.fail(Exit::usage, service.error());
    const std::string number = std::to_string(args.certificate);
    const auto found = (*service)->read("/v1/certificates/" + number);
    if (!found) return cli.fail(Exit::failed, found.error().en);
    Certificate certificate;
    if (codec::read(boost::json::serialize(*found), certificate, codec::Mode::lenient)) {
        return cli.fail(Exit::failed, "certificate " + number + " cannot be read");
    }
    // No name that is kept has a star in it: it stands for what the token may not see.
    const std::string& name = certificate.name.value;
    if (name.empty() || name.find('*') != std::string::npos) {
        return cli.fail(Exit::failed, "the name on certificate " + number +
                                          " cannot be had: is the token allowed to see names?");
    }
    const auto rules = (*service)->rules();
    if (!rules) return cli.fail(Exit::failed, rules.error().en);
    if (!args.badge.empty()) {
        if (const auto wrong = write_badge(args, certificate, *rules, base)) {
            return cli.fail(Exit::failed, *wrong);
        }
    }
    const std::string beside = args.out + ".new";
    Paper paper(beside, a4, "Certificate of service " + certificate.number);
    const bool printed = print_certificate(paper, face_of(certificate, *rules, base));
    if (const auto wrong = paper.close()) {
        (void)std::remove(beside.c_str());
        return cli.fail(Exit::failed, "\"" + beside + "\": " + *wrong);
    }
    if (std::rename(beside.c_str(), args.out.c_str()) != 0) {
        return cli.fail(Exit::failed, "\"" + args.out + "\" cannot be written");
    }
    std::printf("certificate %s printed; anybody checks it at %s/check/%s\n", number.c_str(),
                base.c_str(), certificate.number.c_str());
    if (!printed) {
        cli.fail(Exit::no, "no installed font has every character of it; fonts-noto-cjk has most");
    }
}

}  // namespace

void add_certificate(Cli& cli) {
    const auto args = std::make_shared<Arguments>();
    const Command command = cli.app.add_subcommand(
        "certificate", "Print a certificate of service as a PDF with the code that checks it");
    command.add_option("certificate", args->certificate, "Its number on the board, such as 42")
        .required();
    command.add_option("--out", args->out, "The PDF").required();
    command.add_option("--url", args->url, "The service").capture_default_str();
    command.add_option("--token", args->token, "Of somebody who may read certificates")
        .required()
        .envname("TOKEN");
    command.add_option("--config", args->config, "Names the public address").capture_default_str();
    command.add_option("--public-url", args->public_url,
                       "How readers reach the service (default: server.public_url, else --url)");
    const Option badge = command.add_option(
        "--badge", args->badge, "An Open Badges 3.0 credential of it as well, as a JWT");
    const Option key = command.add_option("--badge-key", args->badge_key,
                                          "Signs the badge: an Ed25519 private key, PEM");
    badge.needs(key);
    key.needs(badge);
    command.example("muster certificate 42 --out certificate.pdf --token $TOKEN");
    command.callback([&cli, args] { run_print(cli, *args); });
}

}  // namespace muster::app
