#include "race_shadow.h"

#include <memory>
#include <unordered_map>
#include <vector>

namespace cudasim
{

namespace
{

enum : std::uintptr_t { WORD = 4, PAGE = 4096, WORDS = PAGE / WORD };

struct shadow_page {
    word_shadow words[WORDS];
};

std::unordered_map<std::uintptr_t, std::unique_ptr<shadow_page>> pages;

/* Accesses come in runs: a few pages are asked for again and again. */
struct recent_page {
    std::uintptr_t number = 0;
    shadow_page *page = nullptr;
};
constexpr std::size_t RECENT = 64;
recent_page recent[RECENT];

std::unordered_map<const void *, std::uint32_t> numbers;
std::vector<const void *> codes;

shadow_page *find_page(std::uintptr_t number)
{
    recent_page &slot = recent[number % RECENT];
    if (slot.number == number && slot.page != nullptr) return slot.page;
    std::unique_ptr<shadow_page> &page = pages[number];
    if (page == nullptr) page = std::make_unique<shadow_page>();
    slot.number = number;
    slot.page = page.get();
    return slot.page;
}

} // namespace

word_shadow &shadow_of(std::uintptr_t address) { return find_page(address / PAGE)->words[address % PAGE / WORD]; }

std::uint32_t number_of_code(const void *code)
{
    auto known = numbers.find(code);
    if (known != numbers.end()) return known->second;
    std::uint32_t number = static_cast<std::uint32_t>(codes.size());
    numbers[code] = number;
    codes.push_back(code);
    return number;
}

const void *code_of_number(std::uint32_t number) { return codes[number]; }

} // namespace cudasim
