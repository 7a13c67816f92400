#include "parser.h"

#include <cstdlib>

namespace ptx
{

bool Parser::take_sign(char sign)
{
    if (!at_sign(sign)) return false;
    place++;
    return true;
}

bool Parser::take_word(const char *word)
{
    if (!at_word(word)) return false;
    place++;
    return true;
}

void Parser::expect_sign(char sign)
{
    if (!take_sign(sign)) fail(std::string("expected \"") + sign + "\", found \"" + peek().spelling + "\"");
}

std::string Parser::expect_word()
{
    if (peek().kind != Token::word) fail("expected a word, found \"" + peek().spelling + "\"");
    return tokens[place++].spelling;
}

int64_t Parser::expect_integer()
{
    if (peek().kind != Token::number) fail("expected a number, found \"" + peek().spelling + "\"");
    return static_cast<int64_t>(number_bits(tokens[place++].spelling));
}

uint64_t number_bits(const std::string &spelling)
{
    const bool is_float =
        spelling.size() > 2 && spelling[0] == '0' && std::string("dDfF").find(spelling[1]) != std::string::npos;
    return is_float ? std::strtoull(spelling.c_str() + 2, nullptr, 16) : std::strtoull(spelling.c_str(), nullptr, 0);
}

void Parser::skip_line()
{
    const int line = peek().line;
    while (peek().kind != Token::end && peek().line == line) {
        place++;
    }
}

void Parser::skip_braces()
{
    while (!at_sign('{') && peek().kind != Token::end) {
        place++;
    }
    int depth = 0;
    do {
        if (at_sign('{')) depth++;
        if (at_sign('}')) depth--;
        place++;
    } while (depth > 0 && peek().kind != Token::end);
}

// Labels, each before the bytes of one text that ends with 0.
void Parser::read_debug_strings()
{
    std::string *text = nullptr;
    skip_line();
    expect_sign('{');
    while (!take_sign('}')) {
        if (peek(1).spelling == ":") {
            text = &module.inlined_names[expect_word()];
        } else if (peek().kind == Token::number && text != nullptr) {
            const uint64_t byte = number_bits(peek().spelling);
            if (byte != 0) *text += static_cast<char>(byte);
        }
        place++;
    }
}

void Parser::run()
{
    while (peek().kind != Token::end) {
        read_top_level();
    }
    link(module);
}

void Parser::read_top_level()
{
    static const std::map<std::string, Space> spaces = {
        {".global", Space::global}, {".const", Space::constant}, {".shared", Space::shared}};
    bool is_extern = false;
    while (at_word(".visible") || at_word(".extern") || at_word(".weak") || at_word(".common")) {
        is_extern = is_extern || at_word(".extern");
        place++;
    }
    const std::string word = peek().spelling;
    if (word == ".target") {
        module.target = peek(1).spelling;
        skip_line();
    } else if (word == ".file") {
        module.source_files[static_cast<int>(number_bits(peek(1).spelling))] = peek(2).spelling;
        skip_line();
    } else if (word == ".version" || word == ".address_size" || word == ".loc" || word == ".pragma") {
        skip_line();
    } else if (word == ".section" && peek(1).spelling == ".debug_str") {
        read_debug_strings();
    } else if (word == ".section") {
        skip_braces();
    } else if (take_word(".entry")) {
        read_function(true);
    } else if (take_word(".func")) {
        read_function(false);
    } else if (spaces.count(word)) {
        place++;
        Variable *variable = read_variable(spaces.at(word));
        variable->dynamic = is_extern && variable->space == Space::shared;
        module.globals[variable->name] = variable;
        expect_sign(';');
    } else if (!take_sign(';')) {
        fail("cannot read \"" + word + "\" outside a function");
    }
}

// [.align 8] .b8 name[16][4] [= initialiser], behind the word that names the space.
Variable *Parser::read_variable(Space space)
{
    module.variables.emplace_back();
    Variable &variable = module.variables.back();
    variable.space = space;
    size_t alignment = 0;
    size_t count = 1;
    while (peek().kind == Token::word && peek().spelling[0] == '.') {
        const std::string word = expect_word();
        if (word == ".align") {
            alignment = static_cast<size_t>(expect_integer());
        } else if (word == ".v2" || word == ".v4") {
            count = word == ".v2" ? 2 : 4;
        } else if (scalar_named(word.substr(1)) != Scalar::none) {
            // Words about what a pointer points to (.ptr .global .align 1) say nothing that is needed.
            variable.type = scalar_named(word.substr(1));
        }
    }
    variable.name = expect_word();
    while (take_sign('[')) {
        count *= at_sign(']') ? 0 : static_cast<size_t>(expect_integer());
        expect_sign(']');
    }
    variable.bytes = count * static_cast<size_t>(bytes_of(variable.type));
    variable.alignment = alignment && count != 1 ? alignment : static_cast<size_t>(bytes_of(variable.type));
    if (alignment > variable.alignment) variable.alignment = alignment;
    if (variable.alignment == 0) fail("a variable without a type: " + variable.name);
    if (space == Space::global || space == Space::constant) allocate(variable);
    if (take_sign('=')) read_initialiser(variable);
    return &variable;
}

void Parser::allocate(Variable &variable) const
{
    const size_t bytes = (variable.bytes + 255) / 256 * 256;
    auto *memory = static_cast<uint8_t *>(std::aligned_alloc(256, bytes ? bytes : 256));
    std::memset(memory, 0, bytes);
    variable.storage.reset(memory, [](uint8_t *p) { std::free(p); });
}

void Parser::read_initialiser(Variable &variable)
{
    if (!take_sign('{')) {
        store_element(variable, 0);
        return;
    }
    size_t index = 0;
    int depth = 1;
    while (depth > 0) {
        if (take_sign('{')) {
            depth++;
        } else if (take_sign('}')) {
            depth--;
        } else if (!take_sign(',')) {
            store_element(variable, index++);
        }
    }
}

void Parser::store_element(Variable &variable, size_t index)
{
    const bool negative = take_sign('-');
    if (peek().kind != Token::number) fail("an initialiser that is not a number, for " + variable.name);
    uint64_t bits = number_bits(tokens[place++].spelling);
    if (negative) bits = ~bits + 1;
    const size_t size = static_cast<size_t>(bytes_of(variable.type));
    if ((index + 1) * size > variable.bytes) fail("more initial values than " + variable.name + " has room for");
    std::memcpy(variable.storage.get() + index * size, &bits, size);
}

std::vector<const Variable *> Parser::read_parameters(Function &function, Space space)
{
    std::vector<const Variable *> result;
    if (!take_sign('(')) return result;
    while (!take_sign(')')) {
        if (!take_word(".param")) fail("a parameter that is not in .param");
        Variable *variable = read_variable(space);
        function.locals.push_back(variable);
        result.push_back(variable);
        take_sign(',');
    }
    return result;
}

void Parser::skip_function_directives()
{
    while (!at_sign('{') && !at_sign(';') && peek().kind != Token::end) {
        place++;
    }
}

// A function may be declared first and defined later; calls hold on to the one object.
void Parser::read_function(bool is_entry)
{
    Function heading;
    const Space space = is_entry ? Space::kernel_parameter : Space::parameter;
    heading.is_entry = is_entry;
    heading.results = read_parameters(heading, space);
    heading.name = expect_word();
    heading.parameters = read_parameters(heading, space);
    skip_function_directives();

    Function *&known = module.functions_by_name[heading.name];
    if (known == nullptr) {
        module.functions.emplace_back();
        known = &module.functions.back();
    }
    if (!known->has_body) *known = heading;
    if (take_sign(';')) return;
    known->has_body = true;
    read_body(*known);
}

} // namespace ptx
