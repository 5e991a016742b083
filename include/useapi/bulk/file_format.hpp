#ifndef USEAPI_BULK_FILE_FORMAT_HPP
#define USEAPI_BULK_FILE_FORMAT_HPP

namespace useapi::bulk {

/** How the rows of an input are written. */
enum class file_format
{
    csv,   ///< RFC 4180 with a header: `email,password[,maxJobs][,useWorkspace][,profile]` for Runway
    ndjson ///< one JSON object on each line, with the same names as members
};

} // namespace useapi::bulk

#endif
