#include "cubin.h"

#include "fault.h"

#include <algorithm>
#include <cstring>
#include <elf.h>
#include <fstream>
#include <iterator>
#include <map>

namespace ptx
{
namespace
{

// Little-endian numbers one after another.
class Reader
{
  public:
    Reader(const uint8_t *first, const uint8_t *past) : place(first), end(past) {}

    template <class T> T take()
    {
        T value;
        if (left() < sizeof value) throw Unsupported("a table of lines that ends too early");
        std::memcpy(&value, place, sizeof value);
        place += sizeof value;
        return value;
    }
    uint64_t unsigned_leb()
    {
        uint64_t value = 0;
        for (int shift = 0;; shift += 7) {
            const uint8_t byte = take<uint8_t>();
            value |= static_cast<uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80) return value;
        }
    }
    int64_t signed_leb()
    {
        uint64_t value = 0;
        for (int shift = 0;;) {
            const uint8_t byte = take<uint8_t>();
            value |= static_cast<uint64_t>(byte & 0x7f) << shift;
            shift += 7;
            if (byte >= 0x80) continue;
            if (byte & 0x40 && shift < 64) value |= ~0ull << shift;
            return static_cast<int64_t>(value);
        }
    }
    size_t left() const { return static_cast<size_t>(end - place); }
    void go_to(const uint8_t *where) { place = where; }
    const uint8_t *at() const { return place; }

  private:
    const uint8_t *place;
    const uint8_t *end;
};

class Cubin
{
  public:
    explicit Cubin(const std::string &path)
    {
        std::ifstream file(path, std::ios::binary);
        if (!file) throw Unsupported("cannot read " + path + ": build the target ptx_resources");
        bytes.assign(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
        header = reinterpret_cast<const Elf64_Ehdr *>(bytes.data());
        sections = reinterpret_cast<const Elf64_Shdr *>(bytes.data() + header->e_shoff);
    }

    int count() const { return header->e_shnum; }
    const Elf64_Shdr &section(int k) const { return sections[k]; }
    const uint8_t *data(int k) const { return bytes.data() + sections[k].sh_offset; }
    std::string name(int k) const
    {
        return reinterpret_cast<const char *>(data(header->e_shstrndx) + sections[k].sh_name);
    }
    bool has(const std::string &wanted) const { return place_of(wanted) < count(); }
    int find(const std::string &wanted) const
    {
        if (has(wanted)) return place_of(wanted);
        throw Unsupported("a cubin without " + wanted);
    }
    template <class T> std::vector<T> table(int k) const
    {
        const T *first = reinterpret_cast<const T *>(data(k));
        return std::vector<T>(first, first + section(k).sh_size / sizeof(T));
    }

  private:
    int place_of(const std::string &wanted) const
    {
        int k = 0;
        while (k < count() && name(k) != wanted) {
            k++;
        }
        return k;
    }

    std::vector<uint8_t> bytes;
    const Elf64_Ehdr *header;
    const Elf64_Shdr *sections;
};

// The line of each address of a section. DWARF 2, section 6.2; sequences begin with an address that is relocated.
class LineTable
{
  public:
    LineTable(const Cubin &cubin, int code_section)
    {
        const int lines = cubin.find(".nv_debug_line_sass");
        const std::vector<Elf64_Sym> symbols = cubin.table<Elf64_Sym>(cubin.find(".symtab"));
        std::map<uint64_t, int> section_of_address; // by place in the table
        // With what is added beside the place or in it, as the architecture has it.
        if (cubin.has(".rela.nv_debug_line_sass")) {
            for (const Elf64_Rela &each : cubin.table<Elf64_Rela>(cubin.find(".rela.nv_debug_line_sass"))) {
                const Elf64_Sym &symbol = symbols[ELF64_R_SYM(each.r_info)];
                section_of_address[each.r_offset] = symbol.st_shndx;
                addends[each.r_offset] = static_cast<uint64_t>(each.r_addend) + symbol.st_value;
            }
        } else {
            for (const Elf64_Rel &each : cubin.table<Elf64_Rel>(cubin.find(".rel.nv_debug_line_sass"))) {
                const Elf64_Sym &symbol = symbols[ELF64_R_SYM(each.r_info)];
                section_of_address[each.r_offset] = symbol.st_shndx;
                uint64_t added;
                std::memcpy(&added, cubin.data(lines) + each.r_offset, sizeof added);
                addends[each.r_offset] = added + symbol.st_value;
            }
        }
        start = cubin.data(lines);
        Reader all(start, start + cubin.section(lines).sh_size);
        while (all.left() > 0) {
            read_unit(all, section_of_address, code_section);
        }
    }

    int line_at(uint64_t address) const
    {
        const auto after = rows.upper_bound(address);
        return after == rows.begin() ? 0 : std::prev(after)->second;
    }

  private:
    void read_unit(Reader &all, const std::map<uint64_t, int> &sections, int code_section)
    {
        const uint32_t length = all.take<uint32_t>();
        const uint8_t *past = all.at() + length;
        all.take<uint16_t>(); // version
        const uint32_t header_length = all.take<uint32_t>();
        const uint8_t *program = all.at() + header_length;
        const int step = all.take<uint8_t>();
        all.take<uint8_t>(); // is_stmt
        const int line_base = all.take<int8_t>();
        const int line_range = all.take<uint8_t>();
        const int first_special = all.take<uint8_t>();
        std::vector<uint8_t> operands(static_cast<size_t>(first_special));
        for (int k = 1; k < first_special; k++) {
            operands[static_cast<size_t>(k)] = all.take<uint8_t>();
        }
        Reader in(program, past);
        all.go_to(past);
        uint64_t address = 0;
        int line = 1;
        bool is_ours = false;
        while (in.left() > 0) {
            const int code = in.take<uint8_t>();
            if (code >= first_special) {
                address += static_cast<uint64_t>((code - first_special) / line_range * step);
                line += line_base + (code - first_special) % line_range;
                if (is_ours) rows[address] = line;
            } else if (code == 0) {
                const uint64_t bytes = in.unsigned_leb();
                const uint8_t *next = in.at() + bytes;
                const int extended = in.take<uint8_t>();
                if (extended == 2) {
                    const uint64_t place = static_cast<uint64_t>(in.at() - start);
                    const auto section = sections.find(place);
                    is_ours = section != sections.end() && section->second == code_section;
                    address = is_ours ? addends[place] : 0;
                } else if (extended == 1) {
                    address = 0;
                    line = 1;
                }
                in.go_to(next);
            } else if (code == 1) {
                if (is_ours) rows[address] = line;
            } else if (code == 2) {
                address += in.unsigned_leb() * static_cast<uint64_t>(step);
            } else if (code == 3) {
                line += static_cast<int>(in.signed_leb());
            } else if (code == 8) {
                address += static_cast<uint64_t>((255 - first_special) / line_range * step);
            } else if (code == 9) {
                address += in.take<uint16_t>();
            } else {
                for (int k = 0; k < operands[static_cast<size_t>(code)]; k++) {
                    in.unsigned_leb();
                }
            }
        }
    }

    const uint8_t *start;
    std::map<uint64_t, uint64_t> addends;
    std::map<uint64_t, int> rows;
};

MachineOperation operation_at(const uint8_t *instruction)
{
    constexpr int operation_bits = 0x1ff;
    uint16_t first;
    std::memcpy(&first, instruction, sizeof first);
    return static_cast<MachineOperation>(first & operation_bits);
}

// Width of a load or a store: bits 73 to 75, from 4 (32 bits) to 6 (128).
uint8_t words_at(const uint8_t *instruction)
{
    const int width = instruction[9] >> 1 & 7;
    return width == 6 ? 4 : width == 5 ? 2 : 1;
}

// Behind a function's last way out there are only slow paths: of divisions, and of shuffles whose lanes have parted.
void add_function(const uint8_t *code, uint64_t first, uint64_t past, const LineTable &lines, MachineCode &result)
{
    uint64_t end = first;
    for (uint64_t at = first; at < past; at += machine_instruction_bytes) {
        const MachineOperation operation = operation_at(code + at);
        if (operation == MachineOperation::exit || operation == MachineOperation::back) {
            end = at + machine_instruction_bytes;
        }
    }
    for (uint64_t at = first; at < end; at += machine_instruction_bytes) {
        result.instructions.push_back({lines.line_at(at), operation_at(code + at), words_at(code + at)});
    }
    result.bytes += end - first;
}

// Whether a section is a kernel's, and not that of a function which kernels call.
bool is_entry(const Cubin &cubin, int section)
{
    constexpr unsigned char marks_entry = 0x10;
    for (const Elf64_Sym &symbol : cubin.table<Elf64_Sym>(cubin.find(".symtab"))) {
        const bool is_its = ELF64_ST_TYPE(symbol.st_info) == STT_FUNC && symbol.st_shndx == section;
        if (is_its && symbol.st_other & marks_entry) return true;
    }
    return false;
}

void add_section(const Cubin &cubin, int section, MachineCode &result)
{
    const LineTable lines(cubin, section);
    // A kernel's symbol spans the functions that stand behind it, which have symbols of their own.
    const char *names = reinterpret_cast<const char *>(cubin.data(cubin.find(".strtab")));
    std::map<uint64_t, bool> starts; // of each function: whether it is a slow path of the compiler's own
    for (const Elf64_Sym &symbol : cubin.table<Elf64_Sym>(cubin.find(".symtab"))) {
        if (ELF64_ST_TYPE(symbol.st_info) != STT_FUNC || symbol.st_shndx != section) continue;
        starts[symbol.st_value] = std::strncmp(names + symbol.st_name, "$__internal", 11) == 0;
    }
    for (auto function = starts.begin(); function != starts.end(); ++function) {
        const auto next = std::next(function);
        const uint64_t past = next == starts.end() ? cubin.section(section).sh_size : next->first;
        if (!function->second) add_function(cubin.data(section), function->first, past, lines, result);
    }
}

} // namespace

MachineCode machine_code_of(const std::string &path, const std::string &kernel)
{
    const Cubin cubin(path);
    MachineCode result;
    bool is_there = false;
    for (int k = 0; k < cubin.count(); k++) {
        if (cubin.name(k).compare(0, 6, ".text.") != 0) continue;
        const bool is_wanted = cubin.name(k).find(kernel) != std::string::npos;
        if (is_wanted || !is_entry(cubin, k)) add_section(cubin, k, result);
        is_there = is_there || is_wanted;
    }
    if (!is_there) throw Unsupported(path + " has no code of " + kernel);
    return result;
}

} // namespace ptx
