#ifndef USEAPI_TEST_UNIT_BULK_TEMPORARY_FILE_HPP
#define USEAPI_TEST_UNIT_BULK_TEMPORARY_FILE_HPP

#include "unit/temporary_folder.hpp"

#include <string>

namespace useapi::bulk::testing {

/** A file that is removed with the test. */
class temporary_file
{
public:
    temporary_file(const std::string& name, const std::string& text) : path_(folder_.file(name, text)) {}

    const std::string& path() const { return path_; }

private:
    const test::temporary_folder folder_;
    const std::string path_;
};

} // namespace useapi::bulk::testing

#endif
