#include "frame/phase.hpp"

#include <unistd.h>

#include <cstdio>

namespace bench {

void phase::note_memory() noexcept
{
    memory_in_use_ = resident_memory();
}

long resident_memory() noexcept
{
    long total = 0;
    long resident = 0;
    if (std::FILE* const file = std::fopen("/proc/self/statm", "r")) {
        if (std::fscanf(file, "%ld %ld", &total, &resident) != 2)
            resident = 0;
        std::fclose(file);
    }
    return resident * (::sysconf(_SC_PAGESIZE) / 1024);
}

} // namespace bench
