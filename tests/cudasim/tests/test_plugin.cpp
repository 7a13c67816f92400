/* Device code may come in a module that is opened, closed, and opened again; its shared memory is found. */
#include "check_cpp.h"
#include "device_array.h"
#include "plugin.h"

#include <cmath>
#include <dlfcn.h>
#include <thread>
#include <vector>

#include "cudasim/control.h"

namespace
{

void sum_by_plugin(void)
{
    void *plugin = dlopen(PLUGIN_PATH, RTLD_NOW | RTLD_LOCAL);
    if (!CHECK_THAT(plugin != nullptr, "%s", dlerror())) return;
    auto sum = reinterpret_cast<decltype(&plugin_sum)>(dlsym(plugin, "plugin_sum"));

    device_array<double> x(std::vector<double>(64, 0.5));
    device_array<double> result(2);
    for (int round = 0; round < 2; round++) {
        CHECK_INT(sum(x.get(), 64, result.get()), 0);
        CHECK_NEAR(result.read()[0], 32, 0);
        CHECK(std::isnan(result.read()[1]));
    }
    CHECK_INT(dlclose(plugin), 0);
}

void a_module_opened_twice(void)
{
    sum_by_plugin();
    sum_by_plugin();
}

/* Thread-local storage is another one in each host thread. */
void a_module_in_another_thread(void)
{
    std::thread other(sum_by_plugin);
    other.join();
}

} // namespace

int main(int argc, char **argv)
{
    check_arguments(argc, argv);
    RUN(a_module_opened_twice);
    RUN(a_module_in_another_thread);
    return check_report();
}
