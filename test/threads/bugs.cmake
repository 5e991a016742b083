# Bugs that can be put in (--bug): a text of a source of the library, and what replaces it in the copy that this build
# compiles. Without --bug the copy does what the source does. If a text is not there exactly once, the copy does not compile.

# useapi_patch(<file in src> <text> <replacement>)
function(useapi_patch file text replacement)
  set(original "${PROJECT_SOURCE_DIR}/src/${file}")
  get_property(patched GLOBAL PROPERTY useapi_threads_patched)
  if(file IN_LIST patched)
    get_property(content GLOBAL PROPERTY "useapi_threads_copy_of_${file}")
  else()
    set_property(GLOBAL APPEND PROPERTY useapi_threads_patched ${file})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${original}")
    file(READ "${original}" content)
  endif()
  string(FIND "${content}" "${text}" first)
  string(FIND "${content}" "${text}" last REVERSE)
  if(first EQUAL -1 OR NOT first EQUAL last)
    message(WARNING "test/threads/bugs.cmake: src/${file} must contain this once: ${text}")
    string(PREPEND content "#error a text that test/threads/bugs.cmake replaces is gone\n")
  endif()
  string(REPLACE "${text}" "${replacement}" content "${content}")
  set_property(GLOBAL PROPERTY "useapi_threads_copy_of_${file}" "${content}")
  string(REGEX MATCHALL "\"[a-z_]+\"" bugs "${replacement}")
  string(REPLACE "\"" "" bugs "${bugs}")
  set_property(GLOBAL APPEND PROPERTY useapi_threads_bugs ${bugs})
endfunction()

# A handler on another executor keeps its call, and so the core, which is not told that the io_context is destroyed. And a
# call counts as finished before its handler has run.
useapi_patch(
  client/call/typed_call.hpp [[        unfinished_call finished_; ///<]]
  [[        std::shared_ptr<live_call> held_;
        unfinished_call finished_; ///<]])
useapi_patch(
  client/call/typed_call.hpp [[            : finished_(ended.unfinished()),]]
  [[            : held_(threads::is_put_in("handler_holds_core") ? ended.shared_from_this() : nullptr),
              finished_(threads::is_put_in("drain_before_handler")
                            ? (static_cast<void>(ended.unfinished()), unfinished_call(nullptr))
                            : ended.unfinished()),]])
useapi_patch(
  client/core_registry.cpp
  [[    const std::lock_guard lock(mutex_);
    if (gone_)
        return;
    std::erase]]
  [[    const threads::lock_unless lock("core_leaves_unlocked", mutex_);
    if (gone_ && !threads::is_put_in("handler_holds_core"))
        return;
    std::erase]])
useapi_patch(
  client/core_registry.cpp
  [[            else
                core->abandon_network();]]
  [[            else if (!threads::is_put_in("network_kept"))
                core->abandon_network();]])
useapi_patch(client/core_registry.cpp [[        gone_ = true;]] [[        gone_ = true;
        if (threads::is_put_in("handler_holds_core"))
            return;]])

# User code on the strand of a connection, in the loop over the timers that are due, and under locks.
useapi_patch(
  http/transaction.cpp [[        asio::defer(clock_.context(), [this, held = owner_.hold()] { tell_owner(); });]]
  [[        threads::is_put_in("call_on_strand")
            ? tell_owner()
            : asio::defer(clock_.context(), [this, held = owner_.hold()] { tell_owner(); });]])
useapi_patch(http/pool/pool.cpp [[    if (listener_)
        listener_->on_connected(]] [[    std::unique_lock held(mutex_, std::defer_lock);
    if (threads::is_put_in("observer_under_lock"))
        held.lock();
    if (listener_)
        listener_->on_connected(]])
useapi_patch(http/pool/pool.cpp [[    follow_up work;
    {
        const std::lock_guard lock(mutex_);
        which.attempt.reset();]] [[    if (held.owns_lock())
        held.unlock();
    follow_up work;
    {
        const std::lock_guard lock(mutex_);
        which.attempt.reset();]])
useapi_patch(client/call/call_steps.hpp [[    void on_due() noexcept override { owner_.post_resume(); }]]
             [[    void on_due() noexcept override
    {
        threads::is_put_in("call_in_timer_loop") ? owner_.resume() : owner_.post_resume();
    }]])
useapi_patch(
  client/client_core.cpp [[    lock.unlock();
    // Holds no lock]] [[    if (!threads::is_put_in("policy_under_lock"))
        lock.unlock();
    // Holds no lock]])
useapi_patch(client/client_core.cpp [[    lock.lock();
    if (next.close_gate)]] [[    if (!lock.owns_lock())
        lock.lock();
    if (next.close_gate)]])

# A drain that begins during another one is ignored.
useapi_patch(
  client/client_core.cpp [[        drains_.push_back({std::move(handler), std::move(executor)});]]
  [[        if (begins || !threads::is_put_in("second_drain_ignored"))
            drains_.push_back({std::move(handler), std::move(executor)});]])

# A stop is lost: it came when the call was not queued yet.
useapi_patch(client/call/call.cpp [[    if (stop_reason_ || (winding_down_ && !is_exchanging()))
        current_->request_stop();]]
             [[    if (!threads::is_put_in("stop_lost") && (stop_reason_ || (winding_down_ && !is_exchanging())))
        current_->request_stop();]])
# Who removes a timer that rings goes on, as the timer does.
useapi_patch(client/timer_queue.cpp [[    if (what.index_ == entry::not_queued)
        return false;]] [[    if (what.index_ == entry::not_queued)
        return threads::is_put_in("ringing_timer_removed");]])
useapi_patch(client/changing_token.cpp [[    if (!std::exchange(asking_, true))]]
             [[    if (!std::exchange(asking_, true) || threads::is_put_in("token_asked_twice"))]])

# Locks that are left out
useapi_patch(
  client/timer_queue.cpp
  [[bool timer_queue::remove(entry& what) noexcept
{
    const std::lock_guard lock(mutex_);]]
  [[bool timer_queue::remove(entry& what) noexcept
{
    const threads::lock_unless lock("timer_removed_unlocked", mutex_);]])
useapi_patch(
  http/pool/pool.cpp
  [[void pool::end(slot& which, lease::fate how, time_point released) noexcept
{
    follow_up work;
    {
        const std::lock_guard lock(mutex_);]]
  [[void pool::end(slot& which, lease::fate how, time_point released) noexcept
{
    follow_up work;
    {
        const threads::lock_unless lock("lease_ended_unlocked", mutex_);]])
useapi_patch(
  client/call/call.cpp
  [[void call::leave()
{
    const std::lock_guard lock(mutex_);]]
  [[void call::leave()
{
    const threads::lock_unless lock("step_left_unlocked", mutex_);]])
useapi_patch(
  client/client_core.cpp
  [[        const std::lock_guard lock(mutex_);
        if (gate_.is_closed(now))]]
  [[        const threads::lock_unless lock("gate_asked_unlocked", mutex_);
        if (gate_.is_closed(now))]])
useapi_patch(
  client/client_core.cpp
  [[    const std::lock_guard lock(mutex_);
    return gate_.stays_closed_for]]
  [[    const threads::lock_unless lock("pause_read_unlocked", mutex_);
    return gate_.stays_closed_for]])
useapi_patch(
  client/shared_turns.hpp
  [[        {
            const std::lock_guard lock(mutex_);
            order_.leave]]
  [[        {
            const threads::lock_unless lock("turn_left_unlocked", mutex_);
            order_.leave]])
useapi_patch(
  http/connect/inbox.hpp
  [[        // Posted under the lock: `close` waits for the lock, so the `io_context` cannot end meanwhile.
        const std::lock_guard lock(mutex_);
        if (auto asked = waiting_.extract(number))]]
  [[        std::unique_lock lock(mutex_);
        auto asked = waiting_.extract(number);
        if (threads::is_put_in("posted_unlocked"))
            lock.unlock();
        if (asked)]])

# Atomic objects that order nothing
useapi_patch(
  client/unfinished_calls.hpp [[state_.fetch_sub(one_call, std::memory_order_acq_rel)]]
  [[state_.fetch_sub(one_call, threads::order_unless("count_unordered", std::memory_order_acq_rel))]])
useapi_patch(
  http/transaction.cpp [[news_.fetch_or(what, std::memory_order_acq_rel)]]
  [[news_.fetch_or(what, threads::order_unless("news_unordered", std::memory_order_acq_rel))]])

get_property(patched GLOBAL PROPERTY useapi_threads_patched)
foreach(file IN LISTS patched)
  get_property(content GLOBAL PROPERTY "useapi_threads_copy_of_${file}")
  file(CONFIGURE OUTPUT "copies/${file}" CONTENT "${content}" @ONLY)
endforeach()
get_property(bugs GLOBAL PROPERTY useapi_threads_bugs)
list(REMOVE_DUPLICATES bugs)

# The scenario whose schedules show each bug.
set(scenario_of_handler_holds_core handlers_elsewhere)
set(scenario_of_core_leaves_unlocked handlers_elsewhere)
set(scenario_of_drain_before_handler drains)
set(scenario_of_second_drain_ignored drains)
set(scenario_of_count_unordered drains)
set(scenario_of_call_on_strand user_code_waits)
set(scenario_of_observer_under_lock user_code_waits)
set(scenario_of_policy_under_lock user_code_waits)
set(scenario_of_call_in_timer_loop user_code_waits)
set(scenario_of_stop_lost stops_without_time)
set(scenario_of_ringing_timer_removed timers)
set(scenario_of_timer_removed_unlocked timers)
set(scenario_of_token_asked_twice changing_tokens)
set(scenario_of_step_left_unlocked changing_tokens)
set(scenario_of_lease_ended_unlocked calls_end_once)
set(scenario_of_news_unordered calls_end_once)
set(scenario_of_gate_asked_unlocked pauses)
set(scenario_of_pause_read_unlocked pauses)
set(scenario_of_network_kept handlers_elsewhere)
set(scenario_of_turn_left_unlocked equal_logins)
set(scenario_of_posted_unlocked answers_from_other_threads)
