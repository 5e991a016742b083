#ifndef USEAPI_SRC_ACCOUNTS_JSON_DOCUMENT_HPP
#define USEAPI_SRC_ACCOUNTS_JSON_DOCUMENT_HPP

#include <useapi/errc.hpp>
#include <useapi/secret.hpp>

#include <boost/container/pmr/memory_resource.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <new>
#include <string_view>

namespace useapi::accounts {

template <std::size_t Size>
class wiped_buffer
{
public:
    wiped_buffer() = default;
    wiped_buffer(const wiped_buffer&) = delete;
    wiped_buffer& operator=(const wiped_buffer&) = delete;

    ~wiped_buffer() { wipe(bytes, Size); }

    unsigned char bytes[Size];
};

/** The heap, for parts that do not fit on the stack. Memory is overwritten before it is released. */
class wiped_heap final : public boost::container::pmr::memory_resource
{
private:
    // The size of a block, kept before it: monotonic_resource of Boost 1.81 passes a smaller size to
    // deallocate than to allocate.
    struct alignas(std::max_align_t) block_head
    {
        std::size_t size;
    };

    void* do_allocate(std::size_t size, std::size_t) override
    {
        return new (::operator new(sizeof(block_head) + size)) block_head{size} + 1;
    }

    void do_deallocate(void* memory, std::size_t, std::size_t) override
    {
        block_head* const head = static_cast<block_head*>(memory) - 1;
        wipe(memory, head->size);
        ::operator delete(head);
    }

    bool do_is_equal(const boost::container::pmr::memory_resource& other) const noexcept override
    {
        return this == &other;
    }
};

/** The parsed text. Its memory is on the stack as far as it fits, and is overwritten afterwards, since it
    holds passwords and tokens. */
class json_document
{
public:
    explicit json_document(std::string_view text);

    /** Null if the text is no object. */
    const boost::json::object* object() const noexcept { return ec_ ? nullptr : value_.if_object(); }

private:
    wiped_buffer<4096> first_values_;
    wiped_buffer<2048> scratch_;
    wiped_heap heap_;
    boost::json::monotonic_resource values_{first_values_.bytes, sizeof first_values_.bytes,
                                            boost::json::storage_ptr(&heap_)};
    error_code ec_;
    boost::json::value value_;
};

} // namespace useapi::accounts

#endif
