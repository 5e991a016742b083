// libcurl as an asynchronous program uses it: curl_multi_socket_action driven by epoll, an easy handle for
// each request under way, Boost.JSON both ways.
#include "frame/account_json.hpp"
#include "frame/frame.hpp"

#include <curl/curl.h>

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace bench {
namespace {

using clock_type = phase::clock;

class transfer
{
public:
    transfer(const job& todo, curl_slist* fields) : easy_(curl_easy_init()), port_(todo.port)
    {
        curl_easy_setopt(easy_, CURLOPT_CAINFO, todo.ca_file.c_str());
        curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, fields);
        curl_easy_setopt(easy_, CURLOPT_USERAGENT, "bench/1.0");
        curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
        curl_easy_setopt(easy_, CURLOPT_TIMEOUT_MS, 30'000L);
        curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(easy_, CURLOPT_PRIVATE, this);
        curl_easy_setopt(easy_, CURLOPT_WRITEDATA, this);
        curl_easy_setopt(easy_, CURLOPT_WRITEFUNCTION, &transfer::on_data);
    }

    ~transfer() { curl_easy_cleanup(easy_); }

    transfer(const transfer&) = delete;
    transfer& operator=(const transfer&) = delete;

    void prepare(std::size_t index)
    {
        const std::string who = email(index);
        body_ = account_json(who);
        answer_.clear();
        const std::string url =
            "https://127.0.0.1:" + std::to_string(port_) + std::string(base_path) + "/accounts/" + who;
        curl_easy_setopt(easy_, CURLOPT_URL, url.c_str());
        curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE, static_cast<long>(body_.size()));
        curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, body_.c_str());
    }

    received_account finish(CURLcode how)
    {
        if (how != CURLE_OK)
            give_up(curl_easy_strerror(how));
        long status = 0;
        curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status);
        if (status != 200)
            give_up("not the answer that was hoped for");
        return parse_account(answer_);
    }

    CURL* easy() const noexcept { return easy_; }

    clock_type::time_point meant;

private:
    static std::size_t on_data(const char* data, std::size_t size, std::size_t count, void* mine)
    {
        static_cast<transfer*>(mine)->answer_.append(data, size * count);
        return size * count;
    }

    CURL* easy_;
    std::uint16_t port_;
    std::string body_;
    std::string answer_;
};

class curl_client final : public client
{
public:
    explicit curl_client(const job& todo) : multi_(curl_multi_init()), epoll_(::epoll_create1(EPOLL_CLOEXEC))
    {
        curl_multi_setopt(multi_, CURLMOPT_SOCKETFUNCTION, &curl_client::on_socket);
        curl_multi_setopt(multi_, CURLMOPT_SOCKETDATA, this);
        curl_multi_setopt(multi_, CURLMOPT_TIMERFUNCTION, &curl_client::on_timer);
        curl_multi_setopt(multi_, CURLMOPT_TIMERDATA, this);
        curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(todo.connections));
        for (const std::string& field :
             {"Authorization: Bearer " + std::string(token), std::string("Accept: application/json"),
              std::string("Content-Type: application/json"), std::string("Expect:")})
            fields_ = curl_slist_append(fields_, field.c_str());
        for (std::size_t i = 0; i < todo.connections; ++i)
            transfers_.push_back(std::make_unique<transfer>(todo, fields_));
    }

    void run(phase& what) override
    {
        for (const auto& each : transfers_)
            begin(*each, what);
        std::array<epoll_event, 128> events;
        int running = 0;
        while (running_ != 0 || !waiting_.empty()) {
            const int ready =
                ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), milliseconds_to_wait());
            for (int i = 0; i < ready; ++i) {
                const epoll_event& event = events[static_cast<std::size_t>(i)];
                const int action = ((event.events & (EPOLLIN | EPOLLHUP)) != 0 ? CURL_CSELECT_IN : 0) |
                                   ((event.events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0);
                curl_multi_socket_action(multi_, event.data.fd, action, &running);
            }
            if (timer_set_ && clock_type::now() >= timer_) {
                timer_set_ = false;
                curl_multi_socket_action(multi_, CURL_SOCKET_TIMEOUT, 0, &running);
            }
            collect(what);
            while (!waiting_.empty() && waiting_.front()->meant <= clock_type::now()) {
                transfer& due = *waiting_.front();
                waiting_.pop_front();
                send(due);
            }
        }
    }

    void rest(std::chrono::milliseconds) override {}

private:
    void begin(transfer& free, phase& what)
    {
        if (!what.take(free.meant))
            return;
        if (what.is_paced())
            waiting_.push_back(&free);
        else
            send(free);
    }

    void send(transfer& free)
    {
        ++running_;
        free.prepare(sent_++);
        curl_multi_add_handle(multi_, free.easy());
    }

    void collect(phase& what)
    {
        int left = 0;
        while (CURLMsg* const message = curl_multi_info_read(multi_, &left)) {
            if (message->msg != CURLMSG_DONE)
                continue;
            const CURLcode how = message->data.result;
            CURL* const easy = message->easy_handle;
            char* mine = nullptr;
            curl_easy_getinfo(easy, CURLINFO_PRIVATE, &mine);
            auto& ended = *reinterpret_cast<transfer*>(mine);
            curl_multi_remove_handle(multi_, easy);
            ended.finish(how);
            --running_;
            what.done(ended.meant);
            begin(ended, what);
        }
    }

    int milliseconds_to_wait() const
    {
        if (!timer_set_ && waiting_.empty())
            return -1;
        auto until = clock_type::time_point::max();
        if (timer_set_)
            until = timer_;
        // epoll knows only milliseconds: if a wait ends too early, it waits again.
        if (!waiting_.empty())
            until = std::min(until, waiting_.front()->meant);
        const auto left = std::chrono::floor<std::chrono::milliseconds>(until - clock_type::now());
        return static_cast<int>(std::max<std::int64_t>(0, left.count()));
    }

    static int on_socket(CURL*, curl_socket_t socket, int what, void* mine, void* known)
    {
        auto& self = *static_cast<curl_client*>(mine);
        if (what == CURL_POLL_REMOVE) {
            ::epoll_ctl(self.epoll_, EPOLL_CTL_DEL, socket, nullptr);
            return 0;
        }
        epoll_event wanted{};
        wanted.events = static_cast<std::uint32_t>(((what & CURL_POLL_IN) != 0 ? EPOLLIN : EPOLL_EVENTS{}) |
                                                   ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : EPOLL_EVENTS{}));
        wanted.data.fd = socket;
        ::epoll_ctl(self.epoll_, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &wanted);
        if (!known)
            curl_multi_assign(self.multi_, socket, mine);
        return 0;
    }

    static int on_timer(CURLM*, long milliseconds, void* mine)
    {
        auto& self = *static_cast<curl_client*>(mine);
        self.timer_set_ = milliseconds >= 0;
        self.timer_ = clock_type::now() + std::chrono::milliseconds(milliseconds);
        return 0;
    }

    CURLM* multi_;
    int epoll_;
    curl_slist* fields_ = nullptr;
    std::vector<std::unique_ptr<transfer>> transfers_;
    std::deque<transfer*> waiting_; ///< ordered by the time for which they wait
    clock_type::time_point timer_;
    bool timer_set_ = false;
    std::size_t running_ = 0;
    std::size_t sent_ = 0;
};

} // namespace
} // namespace bench

int main(int argc, char** argv)
{
    curl_global_init(CURL_GLOBAL_DEFAULT);
    return bench::measure("curl_multi", argc, argv,
                          [](const bench::job& todo) { return std::make_unique<bench::curl_client>(todo); });
}
