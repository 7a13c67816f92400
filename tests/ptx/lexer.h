// Splits PTX into words, numbers and signs, and remembers the line of each.
#ifndef CONELET_TESTS_PTX_LEXER_H
#define CONELET_TESTS_PTX_LEXER_H

#include <string>
#include <vector>

namespace ptx
{

struct Token {
    enum Kind { word, number, sign, text, end };
    Kind kind;
    std::string spelling; // a word keeps its dots: "ld.param.u64", ".reg", "%tid.x", "$L__BB0_3"
    int line;
};

std::vector<Token> split_into_tokens(const std::string &source);

} // namespace ptx

#endif
