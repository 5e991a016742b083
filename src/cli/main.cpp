#include "cli/run.hpp"

#include <string>
#include <vector>

int main(int count, char** words)
{
    return useapi::cli::run(std::vector<std::string>(words + (count > 0 ? 1 : 0), words + count));
}
