// Redis 7: one geo set of the available for each skill. A script searches, takes the responder out
// of all its sets and keeps the decision, as one step; the append-only file is synced before any
// answer (appendfsync always), once for all that were asked at the time.
#include <hiredis/hiredis.h>

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

struct FreeReply {
    void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Reply = std::unique_ptr<redisReply, FreeReply>;
struct FreeContext {
    void operator()(redisContext* context) const { redisFree(context); }
};
using Context = std::unique_ptr<redisContext, FreeContext>;

// Without ANY, a search sorts all within the radius: so it begins with a circle that holds some
// eight at 2,500 able ones in the city, and doubles it if need be.
constexpr const char* take_script = R"lua(
local radius = 2000
while radius < 200000 do
    local found = redis.call('GEOSEARCH', 'idle:' .. ARGV[1], 'FROMLONLAT', ARGV[2], ARGV[3],
                             'BYRADIUS', radius, 'm', 'ASC', 'COUNT', 1, 'WITHDIST')
    if found[1] then
        local who = found[1][1]
        local place = redis.call('HMGET', 'unit:' .. who, 'lon', 'lat', 'skills')
        for skill in string.gmatch(place[3], '%d+') do
            redis.call('ZREM', 'idle:' .. skill, who)
        end
        redis.call('RPUSH', 'taken', who)
        redis.call('XADD', 'decisions', '*', 'responder', who, 'distance_m', found[1][2],
                   'skill', ARGV[1], 'lon', ARGV[2], 'lat', ARGV[3], 'text', ARGV[4])
        return who
    end
    radius = radius * 2
end
return false
)lua";

constexpr const char* refill_script = R"lua(
for _, who in ipairs(redis.call('LRANGE', 'taken', 0, -1)) do
    local place = redis.call('HMGET', 'unit:' .. who, 'lon', 'lat', 'skills')
    for skill in string.gmatch(place[3], '%d+') do
        redis.call('GEOADD', 'idle:' .. skill, place[1], place[2], who)
    end
end
redis.call('DEL', 'taken', 'decisions')
return true
)lua";

std::string degrees(std::int32_t e7) {
    char text[32];
    std::snprintf(text, sizeof text, "%.7f", e7 / 1e7);
    return text;
}

class RedisContender final : public Contender {
  public:
    explicit RedisContender(const Workload& workload)
        : workload_(workload),
          socket_((folder_.path() / "s").string()),
          server_({"redis-server", "--port", "0", "--unixsocket", socket_, "--dir",
                   folder_.path().string(), "--save", "", "--appendonly", "yes", "--appendfsync",
                   "always", "--auto-aof-rewrite-percentage", "0"},
                  "", folder_.path() / "output", SIGTERM) {}

    [[nodiscard]] bool prepare() {
        for (int tenths = 0; tenths < 100 && !connect(); ++tenths) {
            if (!server_.running()) break;
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
        if (connections_.empty()) return false;
        while (connections_.size() < 8) {
            if (!connect()) return false;
        }
        return load_script(take_script, take_) && load_script(refill_script, refill_) && fill();
    }

    [[nodiscard]] std::string name() const override { return "Redis 7, AOF always"; }
    [[nodiscard]] std::vector<Setting> settings() const override {
        return {{"1 connection", 1, 1},
                {"8 connections", 8, 1},
                {"1 connection, 64 pipelined", 1, 64},
                {"8 connections, 64 pipelined", 8, 64}};
    }

    [[nodiscard]] bool refill() override {
        const Reply reply(static_cast<redisReply*>(
            redisCommand(connections_[0].get(), "EVALSHA %s 0", refill_.c_str())));
        return reply && reply->type == REDIS_REPLY_INTEGER;
    }

    [[nodiscard]] bool decide(const Setting& setting, std::span<const Ask> asks,
                              std::vector<double>& latencies_us) override {
        return on_each_connection(
            setting.connections, asks, latencies_us,
            [&](std::size_t i, std::span<const Ask> own, std::vector<double>& latencies) {
                return take(*connections_[i], static_cast<std::size_t>(setting.depth), own,
                            latencies);
            });
    }

    [[nodiscard]] std::size_t taken() override {
        // Taken twice would be in the list twice, but out of the sets only once.
        std::size_t idle = 0;
        std::size_t before = 0;
        for (unsigned skill = 0; skill < skill_count; ++skill) {
            const Reply reply(static_cast<redisReply*>(
                redisCommand(connections_[0].get(), "ZCARD idle:%u", skill)));
            if (!reply || reply->type != REDIS_REPLY_INTEGER) return 0;
            idle += static_cast<std::size_t>(reply->integer);
        }
        for (const Unit& unit : workload_.units) {
            if (unit.available) before += static_cast<std::size_t>(__builtin_popcount(unit.skills));
        }
        const Reply list(
            static_cast<redisReply*>(redisCommand(connections_[0].get(), "LRANGE taken 0 -1")));
        if (!list || list->type != REDIS_REPLY_ARRAY) return 0;
        std::size_t gone = 0;
        for (std::size_t i = 0; i < list->elements; ++i) {
            const std::size_t who = std::strtoull(list->element[i]->str, nullptr, 10);
            gone += static_cast<std::size_t>(__builtin_popcount(workload_.units[who].skills));
        }
        return gone == before - idle ? list->elements : 0;
    }

  private:
    bool connect() {
        Context context(redisConnectUnix(socket_.c_str()));
        if (!context || context->err != 0) return false;
        connections_.push_back(std::move(context));
        return true;
    }

    bool load_script(const char* text, std::string& sha) {
        const Reply reply(
            static_cast<redisReply*>(redisCommand(connections_[0].get(), "SCRIPT LOAD %s", text)));
        if (!reply || reply->type != REDIS_REPLY_STRING) return false;
        sha = reply->str;
        return true;
    }

    bool read_replies(std::size_t& waiting) {
        for (; waiting > 0; --waiting) {
            void* raw = nullptr;
            if (redisGetReply(connections_[0].get(), &raw) != REDIS_OK) return false;
            const Reply reply(static_cast<redisReply*>(raw));
            if (reply->type == REDIS_REPLY_ERROR) return false;
        }
        return true;
    }

    bool fill() {
        std::size_t waiting = 0;
        redisContext* context = connections_[0].get();
        for (std::size_t i = 0; i < workload_.units.size(); ++i) {
            const Unit& unit = workload_.units[i];
            const std::string who = std::to_string(i);
            const Point at = unit.profile.post->value;
            const std::string lon = degrees(at.lon_e7);
            const std::string lat = degrees(at.lat_e7);
            std::string skills;
            for (unsigned bit = 0; bit < skill_count; ++bit) {
                if ((unit.skills >> bit & 1) == 0) continue;
                skills += std::to_string(bit) + " ";
                if (!unit.available) continue;
                redisAppendCommand(context, "GEOADD idle:%u %s %s %s", bit, lon.c_str(),
                                   lat.c_str(), who.c_str());
                ++waiting;
            }
            redisAppendCommand(context, "HSET unit:%s lon %s lat %s skills %s", who.c_str(),
                               lon.c_str(), lat.c_str(), skills.c_str());
            ++waiting;
            if (waiting > 1'000 && !read_replies(waiting)) return false;
        }
        return read_replies(waiting);
    }

    bool take(redisContext& context, std::size_t depth, std::span<const Ask> asks,
              std::vector<double>& latencies) const {
        const std::string text = workload_.address + " " + workload_.note;
        for (std::size_t first = 0; first < asks.size(); first += depth) {
            const std::size_t last = std::min(first + depth, asks.size());
            const auto start = Clock::now();
            for (std::size_t i = first; i < last; ++i) {
                redisAppendCommand(&context, "EVALSHA %s 0 %u %s %s %s", take_.c_str(),
                                   asks[i].skill, degrees(asks[i].at.lon_e7).c_str(),
                                   degrees(asks[i].at.lat_e7).c_str(), text.c_str());
            }
            for (std::size_t i = first; i < last; ++i) {
                void* raw = nullptr;
                if (redisGetReply(&context, &raw) != REDIS_OK) return false;
                const Reply reply(static_cast<redisReply*>(raw));
                if (reply->type != REDIS_REPLY_STRING) return false;
                latencies.push_back(
                    std::chrono::duration<double, std::micro>(Clock::now() - start).count());
            }
        }
        return true;
    }

    const Workload& workload_;
    const PrivateFolder folder_{""};
    const std::string socket_;
    Child server_;
    std::vector<Context> connections_;
    std::string take_;
    std::string refill_;
};

}  // namespace

std::unique_ptr<Contender> make_redis(const Workload& workload) {
    auto contender = std::make_unique<RedisContender>(workload);
    if (contender->prepare()) return contender;
    std::fprintf(stderr, "Redis cannot run here: no redis-server that starts and answers.\n");
    return nullptr;
}

}  // namespace muster::bench
