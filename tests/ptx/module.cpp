#include "module.h"

#include "fault.h"
#include "parser.h"

#include <fstream>
#include <sstream>

namespace ptx
{

Module Module::parse(const std::string &text)
{
    Module module;
    Parser(text, module).run();
    return module;
}

Module Module::load(const std::string &path)
{
    std::ifstream file(path);
    if (!file) throw Unsupported("cannot read " + path);
    std::ostringstream text;
    text << file.rdbuf();
    try {
        return parse(text.str());
    } catch (const Unsupported &error) {
        throw Unsupported(path + ", " + error.what());
    }
}

const Function &Module::kernel(const std::string &name) const
{
    const Function *match = nullptr;
    for (const Function &function : functions) {
        if (!function.is_entry) continue;
        if (function.name == name) return function;
        if (function.name.find(name) == std::string::npos) continue;
        if (match) throw Unsupported("more than one kernel has " + name + " in its name");
        match = &function;
    }
    if (match == nullptr) throw Unsupported("no kernel " + name);
    return *match;
}

Variable *Module::find_variable(const std::string &name)
{
    const auto found = globals.find(name);
    return found == globals.end() ? nullptr : found->second;
}

int64_t Module::static_shared_bytes(const Function &kernel) const { return shared_bytes_of.at(&kernel); }

const char *name_of(FaultKind kind)
{
    static const char *const names[] = {"outside global memory",
                                        "store into read-only memory",
                                        "outside shared memory",
                                        "outside local memory",
                                        "misaligned",
                                        "uninitialised",
                                        "divergent barrier",
                                        "deadlock",
                                        "mask",
                                        "trap",
                                        "runaway"};
    return names[static_cast<int>(kind)];
}

} // namespace ptx
