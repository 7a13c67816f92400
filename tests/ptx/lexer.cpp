#include "lexer.h"

#include <cctype>

namespace ptx
{

static bool starts_word(char c)
{
    return std::isalpha(static_cast<unsigned char>(c)) || (c && std::string("_%$.").find(c) != std::string::npos);
}

static bool continues_word(char c) { return starts_word(c) || std::isdigit(static_cast<unsigned char>(c)); }

namespace
{

class Lexer
{
  public:
    explicit Lexer(const std::string &text) : source(text) {}

    std::vector<Token> run()
    {
        while (skip_blanks(), place < source.size()) {
            tokens.push_back(next());
        }
        tokens.push_back({Token::end, "", line});
        return tokens;
    }

  private:
    char at(size_t offset) const { return place + offset < source.size() ? source[place + offset] : '\0'; }

    bool skip_comment()
    {
        if (at(0) != '/' || (at(1) != '/' && at(1) != '*')) return false;
        const bool to_line_end = at(1) == '/';
        const size_t close = to_line_end ? source.find('\n', place) : source.find("*/", place);
        const size_t stop = close == std::string::npos ? source.size() : close + (to_line_end ? 0 : 2);
        for (; place < stop; place++) {
            if (source[place] == '\n') line++;
        }
        return true;
    }

    void skip_blanks()
    {
        while (place < source.size()) {
            if (std::isspace(static_cast<unsigned char>(at(0)))) {
                if (at(0) == '\n') line++;
                place++;
            } else if (!skip_comment()) {
                return;
            }
        }
    }

    Token next()
    {
        if (at(0) == '"') return quoted();
        if (starts_word(at(0))) return word();
        if (std::isdigit(static_cast<unsigned char>(at(0)))) return number();
        return {Token::sign, std::string(1, source[place++]), line};
    }

    Token quoted()
    {
        const size_t close = source.find('"', place + 1);
        const std::string inside = source.substr(place + 1, close - place - 1);
        place = close == std::string::npos ? source.size() : close + 1;
        return {Token::text, inside, line};
    }

    // "::" belongs to a word (ld.shared::cta); a single colon ends a label.
    Token word()
    {
        std::string spelling;
        for (;;) {
            if (continues_word(at(0))) {
                spelling += source[place++];
            } else if (at(0) == ':' && at(1) == ':') {
                spelling += "::";
                place += 2;
            } else {
                return {Token::word, spelling, line};
            }
        }
    }

    // Also 0x1F, 0d3FF0000000000000, 0f3F800000, 9.0 and 7U.
    Token number()
    {
        std::string spelling;
        while (std::isalnum(static_cast<unsigned char>(at(0))) || at(0) == '.') {
            spelling += source[place++];
        }
        return {Token::number, spelling, line};
    }

    const std::string &source;
    std::vector<Token> tokens;
    size_t place = 0;
    int line = 1;
};

} // namespace

std::vector<Token> split_into_tokens(const std::string &source) { return Lexer(source).run(); }

} // namespace ptx
