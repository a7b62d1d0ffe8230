// PostgreSQL 15: one statement takes the nearest row that is available and able and that nobody
// else has locked (KNN `<->` on a partial GiST index, FOR UPDATE SKIP LOCKED), marks it and keeps
// the decision; synchronous_commit on. Places in metres of a plane, so that no ellipsoid is
// computed: once as PostGIS geometry, once as PostgreSQL's own points.
#include <libpq-fe.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <string>
#include <thread>

#include "bench/peers/contender.hpp"
#include "bench/peers/private_server.hpp"

namespace muster::bench {
namespace {

using Clock = std::chrono::steady_clock;
const std::string programs = "/usr/lib/postgresql/15/bin/";

struct FreeResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, FreeResult>;
struct FreeConnection {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
using Connection = std::unique_ptr<PGconn, FreeConnection>;

struct Dialect {
    const char* name;
    const char* setup;
    const char* type;
    const char* point;    // of the parameters $2 and $3
    const char* row;      // of COPY
    const char* nearest;  // its id, locked
};

// PostgreSQL 15.18 forgets where a row stands when an index only estimates its distance, as that of
// PostGIS does, and then refuses to lock it. So the nearest are found first and locked by number:
// eight, because seven other connections may hold some.
constexpr Dialect postgis{.name = "PostgreSQL 15 + PostGIS",
                          .setup = "CREATE EXTENSION postgis",
                          .type = "geometry(Point)",
                          .point = "ST_Point($2, $3)",
                          .row = "POINT(%.3f %.3f)",
                          .nearest = R"sql(SELECT units.id FROM (
        SELECT id, place <-> ST_Point($2, $3) AS distance_m FROM units
        WHERE available AND (skills & $1::int) <> 0
        ORDER BY place <-> ST_Point($2, $3) LIMIT 8) AS near JOIN units USING (id)
    WHERE available ORDER BY distance_m LIMIT 1 FOR UPDATE OF units SKIP LOCKED)sql"};

constexpr Dialect own_points{
    .name = "PostgreSQL 15, its own points",
    .setup = "SELECT 1",  // nothing to set up
    .type = "point",
    .point = "point($2, $3)",
    .row = "(%.3f,%.3f)",
    .nearest = R"sql(SELECT id FROM units WHERE available AND (skills & $1::int) <> 0
    ORDER BY place <-> point($2, $3) LIMIT 1 FOR UPDATE SKIP LOCKED)sql"};

std::string take_statement(const Dialect& dialect) {
    return std::string("WITH taken AS (UPDATE units SET available = false WHERE id = (") +
           dialect.nearest + ") RETURNING id, place <-> " + dialect.point +
           " AS distance_m) INSERT INTO decisions (unit, distance_m, skill, x_m, y_m, words) "
           "SELECT id, distance_m, $1::int, $2, $3, $4 FROM taken RETURNING unit";
}

class PostgresContender final : public Contender {
  public:
    PostgresContender(const Workload& workload, const Dialect& dialect)
        : workload_(workload), dialect_(dialect), user_(unprivileged_user()), folder_(user_) {}

    [[nodiscard]] bool prepare() {
        const std::string data = (folder_.path() / "data").string();
        const auto output = folder_.path() / "output";
        Child make({programs + "initdb", "-D", data, "-U", "bench", "-A", "trust", "--no-locale",
                    "-E", "UTF8"},
                   user_, output, SIGTERM);
        if (!make.succeeded()) return false;
        server_ = std::make_unique<Child>(
            std::vector<std::string>{
                programs + "postgres", "-D", data, "-k", folder_.path().string(), "-c",
                "listen_addresses=", "-c", "shared_buffers=512MB", "-c", "max_wal_size=4GB", "-c",
                "synchronous_commit=on", "-c", "autovacuum=off", "-c", "jit=off"},
            user_, output, SIGINT);
        for (int tenths = 0; tenths < 300 && !connect(); ++tenths) {
            if (!server_->running()) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
        if (connections_.empty() || !fill()) return false;
        while (connections_.size() < 8) {
            if (!connect()) return false;
        }
        for (const Connection& connection : connections_) {
            const Result result(
                PQprepare(connection.get(), "take", take_statement(dialect_).c_str(), 4, nullptr));
            if (!good(connection, result)) return false;
        }
        return true;
    }

    [[nodiscard]] std::string name() const override {
        return std::string(dialect_.name) + ", synchronous commit";
    }
    [[nodiscard]] std::vector<Setting> settings() const override {
        return {{"1 connection", 1, 1},
                {"8 connections", 8, 1},
                {"1 connection, 64 per transaction", 1, 64},
                {"8 connections, 64 per transaction", 8, 64}};
    }

    // Without the dead rows of the round before, which autovacuum would clear in the long run.
    [[nodiscard]] bool refill() override {
        return run("UPDATE units SET available = true WHERE id IN (SELECT unit FROM decisions)") &&
               run("TRUNCATE decisions") && run("VACUUM ANALYZE units");
    }

    [[nodiscard]] bool decide(const Setting& setting, std::span<const Ask> asks,
                              std::vector<double>& latencies_us) override {
        return on_each_connection(
            setting.connections, asks, latencies_us,
            [&](std::size_t i, std::span<const Ask> own, std::vector<double>& latencies) {
                return take(connections_[i], static_cast<std::size_t>(setting.depth), own,
                            latencies);
            });
    }

    [[nodiscard]] std::size_t taken() override {
        const Result result(PQexec(connections_[0].get(),
                                   "SELECT count(*) FROM units JOIN decisions ON unit = units.id "
                                   "WHERE NOT available"));
        const Result distinct(
            PQexec(connections_[0].get(), "SELECT count(DISTINCT unit) FROM decisions"));
        if (!good(connections_[0], result) || !good(connections_[0], distinct)) return 0;
        const std::string rows = PQgetvalue(result.get(), 0, 0);
        return rows == PQgetvalue(distinct.get(), 0, 0) ? std::stoull(rows) : 0;
    }

  private:
    bool connect() {
        const std::string where = "host=" + folder_.path().string() + " user=bench dbname=postgres";
        Connection connection(PQconnectdb(where.c_str()));
        if (PQstatus(connection.get()) != CONNECTION_OK) return false;
        connections_.push_back(std::move(connection));
        return true;
    }

    static bool good(const Connection& connection, const Result& result) {
        const ExecStatusType status = PQresultStatus(result.get());
        if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return true;
        std::fprintf(stderr, "PostgreSQL: %s", PQerrorMessage(connection.get()));
        return false;
    }

    bool run(const char* sql) {
        const Result result(PQexec(connections_[0].get(), sql));
        return good(connections_[0], result);
    }

    bool fill() {
        const std::string units =
            std::string("CREATE TABLE units (id int PRIMARY KEY, skills int, available bool, ") +
            "place " + dialect_.type + ") WITH (fillfactor = 50)";
        if (!run(dialect_.setup) || !run(units.c_str()) ||
            !run("CREATE TABLE decisions (id bigserial PRIMARY KEY, at timestamptz DEFAULT now(), "
                 "unit int, distance_m float8, skill int, x_m float8, y_m float8, words text)")) {
            return false;
        }
        PGconn* connection = connections_[0].get();
        const Result copy(PQexec(connection, "COPY units FROM STDIN"));
        if (PQresultStatus(copy.get()) != PGRES_COPY_IN) return false;
        const std::string format = std::string("%zu\t%u\t%s\t") + dialect_.row + "\n";
        char row[160];
        for (std::size_t who = 0; who < workload_.units.size(); ++who) {
            const Unit& unit = workload_.units[who];
            const Plane at = plane(unit.profile.post->value);
            const int size = std::snprintf(row, sizeof row, format.c_str(), who, unit.skills,
                                           unit.available ? "t" : "f", at.x_m, at.y_m);
            if (PQputCopyData(connection, row, size) != 1) return false;
        }
        if (PQputCopyEnd(connection, nullptr) != 1) return false;
        while (Result result{PQgetResult(connection)}) {
            if (!good(connections_[0], result)) return false;
        }
        return run("CREATE INDEX ON units USING gist (place) WHERE available") &&
               run("VACUUM ANALYZE units") && run("CHECKPOINT");
    }

    // All of one depth are one transaction: the server sees the end of it with the last.
    bool take(const Connection& connection, std::size_t depth, std::span<const Ask> asks,
              std::vector<double>& latencies) const {
        PGconn* conn = connection.get();
        const std::string words = workload_.address + " " + workload_.note;
        if (PQenterPipelineMode(conn) != 1) return false;
        bool ok = true;
        for (std::size_t first = 0; ok && first < asks.size(); first += depth) {
            const std::size_t last = std::min(first + depth, asks.size());
            const auto start = Clock::now();
            for (std::size_t i = first; ok && i < last; ++i) {
                const Plane at = plane(asks[i].at);
                const std::string skill = std::to_string(1u << asks[i].skill);
                const std::string x = std::to_string(at.x_m);
                const std::string y = std::to_string(at.y_m);
                const char* values[] = {skill.c_str(), x.c_str(), y.c_str(), words.c_str()};
                ok = PQsendQueryPrepared(conn, "take", 4, values, nullptr, nullptr, 0) == 1;
            }
            ok = ok && PQpipelineSync(conn) == 1;
            for (std::size_t i = first; ok && i < last; ++i) {
                while (Result result{PQgetResult(conn)}) {
                    ok = ok && good(connection, result) && PQntuples(result.get()) == 1;
                }
            }
            // Its arrival says that the transaction is on disk.
            const Result sync(ok ? PQgetResult(conn) : nullptr);
            ok = ok && PQresultStatus(sync.get()) == PGRES_PIPELINE_SYNC;
            const double micros =
                std::chrono::duration<double, std::micro>(Clock::now() - start).count();
            latencies.insert(latencies.end(), last - first, micros);
        }
        return ok && PQexitPipelineMode(conn) == 1;
    }

    const Workload& workload_;
    const Dialect& dialect_;
    const std::string user_;
    const PrivateFolder folder_;
    std::unique_ptr<Child> server_;
    std::vector<Connection> connections_;
};

}  // namespace

std::unique_ptr<Contender> make_postgres(const Workload& workload, PlaceType type) {
    if (!std::filesystem::exists(programs + "postgres")) {
        std::fprintf(stderr, "PostgreSQL cannot run here: postgresql-15 is not installed.\n");
        return nullptr;
    }
    auto contender = std::make_unique<PostgresContender>(
        workload, type == PlaceType::postgis ? postgis : own_points);
    if (contender->prepare()) return contender;
    std::fprintf(stderr, "%s cannot run here: the server does not start, or lacks what it needs.\n",
                 contender->name().c_str());
    return nullptr;
}

}  // namespace muster::bench
