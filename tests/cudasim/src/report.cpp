#include "report.h"

#include "block.h"
#include "dice.h"

#include <algorithm>
#include <cinttypes>
#include <cstdarg>
#include <cstdio>
#include <dlfcn.h>
#include <link.h>
#include <unistd.h>

#include "cudasim/control.h"

namespace cudasim
{

void fail(const char *format, ...)
{
    std::fflush(stdout);
    std::fprintf(stderr, "cudasim: ");
    va_list arguments;
    va_start(arguments, format);
    std::vfprintf(stderr, format, arguments);
    va_end(arguments);
    std::fprintf(stderr, "\n");

    if (running_kernel() != nullptr) {
        std::fprintf(stderr, "cudasim:   kernel %s\n", source_of(running_kernel()).c_str());
    }
    if (current_thread() != nullptr) {
        std::fprintf(stderr, "cudasim:   %s\n", describe(*current_thread()).c_str());
    }
    if (dice_seed() != 0) std::fprintf(stderr, "cudasim:   CUDASIM_SEED=%" PRIu64 "\n", dice_seed());
    std::fflush(stderr);
    _exit(CUDASIM_EXIT_CODE);
}

/* addr2line wants addresses as they are in the file, before it was loaded somewhere. */
std::string source_of(const void *code)
{
    char plain[64];
    std::snprintf(plain, sizeof plain, "%p", code);

    Dl_info object;
    link_map *loaded = nullptr;
    if (dladdr1(code, &object, reinterpret_cast<void **>(&loaded), RTLD_DL_LINKMAP) == 0) return plain;

    char file[4096] = "";
    bool is_program = loaded->l_name[0] == '\0';
    if (is_program && readlink("/proc/self/exe", file, sizeof file - 1) < 0) return plain;

    char command[4352];
    std::uintptr_t in_file = reinterpret_cast<std::uintptr_t>(code) - loaded->l_addr;
    std::snprintf(command, sizeof command, "addr2line -spfCe '%s' %#" PRIxPTR " 2>/dev/null", object.dli_fname,
                  in_file);
    std::string answer;
    FILE *pipe = popen(command, "r");
    if (pipe != nullptr) {
        char line[1024];
        if (std::fgets(line, sizeof line, pipe) != nullptr) answer = line;
        pclose(pipe);
    }
    std::size_t end = std::min({answer.find(" (discriminator"), answer.find('\n'), answer.size()});
    answer.erase(end);
    return answer.empty() ? plain : answer;
}

} // namespace cudasim
