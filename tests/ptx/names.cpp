#include "fault.h"
#include "statement.h"

namespace ptx
{

void unsupported(int line, const std::string &message)
{
    throw Unsupported("PTX line " + std::to_string(line) + ": " + message);
}

bool Statement::has(const char *qualifier) const
{
    for (const std::string &q : qualifiers) {
        if (q == qualifier) return true;
    }
    return false;
}

void Names::add_register(const std::string &name) { scopes.back().registers[name] = new_row(); }

int Names::register_row(const std::string &name, int line)
{
    for (size_t depth = scopes.size(); depth-- > 0;) {
        const auto found = scopes[depth].registers.find(name);
        if (found != scopes[depth].registers.end()) return found->second;
    }
    unsupported(line, "no register " + name);
}

int Names::sink_row()
{
    if (sink == no_row) sink = new_row();
    return sink;
}

int Names::constant_row(uint64_t value, const Variable *variable)
{
    const auto key = std::make_pair(value, variable);
    const auto found = constants.find(key);
    if (found != constants.end()) return found->second;
    const int row = new_row();
    constants[key] = row;
    function.constants.push_back({row, value, variable});
    return row;
}

int Names::special_row(Special special)
{
    const auto found = specials.find(special);
    if (found != specials.end()) return found->second;
    const int row = new_row();
    specials[special] = row;
    function.specials.push_back({row, special});
    return row;
}

Variable *Names::variable(const std::string &name)
{
    for (size_t depth = scopes.size(); depth-- > 0;) {
        const auto found = scopes[depth].variables.find(name);
        if (found != scopes[depth].variables.end()) return found->second;
    }
    return module.find_variable(name);
}

Function *Names::called(const std::string &name)
{
    const auto found = module.functions_by_name.find(name);
    return found == module.functions_by_name.end() ? nullptr : found->second;
}

Special Names::special_named(const std::string &name)
{
    static const std::map<std::string, Special> table = {
        {"%tid.x", Special::tid_x},
        {"%tid.y", Special::tid_y},
        {"%tid.z", Special::tid_z},
        {"%ntid.x", Special::ntid_x},
        {"%ntid.y", Special::ntid_y},
        {"%ntid.z", Special::ntid_z},
        {"%ctaid.x", Special::ctaid_x},
        {"%ctaid.y", Special::ctaid_y},
        {"%ctaid.z", Special::ctaid_z},
        {"%nctaid.x", Special::nctaid_x},
        {"%nctaid.y", Special::nctaid_y},
        {"%nctaid.z", Special::nctaid_z},
        {"%laneid", Special::laneid},
        {"%warpid", Special::warpid},
        {"%nwarpid", Special::nwarpid},
        {"%lanemask_eq", Special::lanemask_eq},
        {"%lanemask_lt", Special::lanemask_lt},
        {"%lanemask_le", Special::lanemask_le},
        {"%lanemask_gt", Special::lanemask_gt},
        {"%lanemask_ge", Special::lanemask_ge},
        {"%smid", Special::smid},
        {"%nsmid", Special::nsmid},
        {"%dynamic_smem_size", Special::dynamic_smem_size},
        {"%clock", Special::clock},
        {"%clock64", Special::clock},
        {"%globaltimer", Special::clock},
    };
    const auto found = table.find(name);
    return found == table.end() ? Special::none : found->second;
}

} // namespace ptx
