// An authority for time stamps, made and run by the openssl command as its own manual shows it.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace muster::app {

inline void put_file(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

inline std::string get_file(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

class TimeAuthority {
  public:
    explicit TimeAuthority(std::filesystem::path folder) : folder_(std::move(folder)) {
        std::filesystem::create_directories(folder_);
        put_file(folder_ / "tsa.cnf",
                 "[tsa]\ndefault_tsa = one\n[one]\nserial = serial\nsigner_cert = tsa.pem\n"
                 "certs = ca.pem\nsigner_key = tsa.key\nsigner_digest = sha256\n"
                 "default_policy = 1.2.3.4.1\ndigests = sha256\ness_cert_id_alg = sha256\n"
                 "[purpose]\nextendedKeyUsage = critical,timeStamping\n");
        must(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ca.key "
            "-out ca.pem -days 30 -subj '/CN=authority of a test'");
        must(
            "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout tsa.key "
            "-out tsa.csr -subj '/CN=time of a test'");
        must(
            "x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 "
            "-extfile tsa.cnf -extensions purpose -out tsa.pem");
    }

    [[nodiscard]] std::string ca() const { return (folder_ / "ca.pem").string(); }

    [[nodiscard]] std::string answer(const std::string& query) const {
        put_file(folder_ / "query", query);
        must("ts -reply -config tsa.cnf -queryfile query -out reply");
        return get_file(folder_ / "reply");
    }
    // As anybody verifies it who has the text, the answer and the authority's certificate.
    [[nodiscard]] bool verifies(const std::string& text, const std::string& answer) const {
        put_file(folder_ / "text", text);
        put_file(folder_ / "stamp", answer);
        return run("ts -verify -data text -in stamp -CAfile ca.pem");
    }

  private:
    [[nodiscard]] bool run(const std::string& how) const {
        const std::string command =
            "cd '" + folder_.string() + "' && openssl " + how + " >/dev/null 2>&1";
        return std::system(command.c_str()) == 0;
    }
    void must(const std::string& how) const { ASSERT_TRUE(run(how)) << how; }

    std::filesystem::path folder_;
};

}  // namespace muster::app
