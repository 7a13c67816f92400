// Reads the text of a module. Its two halves: parser.cpp reads declarations, parser_body.cpp the inside of functions.
#ifndef CONELET_TESTS_PTX_PARSER_H
#define CONELET_TESTS_PTX_PARSER_H

#include "lexer.h"
#include "statement.h"

#include <array>

namespace ptx
{

class Parser
{
  public:
    Parser(const std::string &text, Module &result) : tokens(split_into_tokens(text)), module(result) {}
    void run();

  private:
    // Tokens.
    const Token &peek(size_t ahead = 0) const
    {
        return tokens[place + ahead < tokens.size() ? place + ahead : tokens.size() - 1];
    }
    bool at_sign(char sign) const { return peek().kind == Token::sign && peek().spelling[0] == sign; }
    bool at_word(const char *word) const { return peek().kind == Token::word && peek().spelling == word; }
    bool take_sign(char sign);
    bool take_word(const char *word);
    void expect_sign(char sign);
    std::string expect_word();
    int64_t expect_integer();
    void skip_line();
    void skip_braces();
    [[noreturn]] void fail(const std::string &message) const { unsupported(peek().line, message); }

    // Declarations.
    void read_top_level();
    void read_function(bool is_entry);
    std::vector<const Variable *> read_parameters(Function &function, Space space);
    Variable *read_variable(Space space);
    void read_initialiser(Variable &variable);
    void store_element(Variable &variable, size_t index);
    void skip_function_directives();
    void allocate(Variable &variable) const;

    // Bodies.
    struct Scope {
        std::map<std::string, int> labels;
        std::vector<std::pair<int, std::string>> branches; // instruction, label
    };
    void read_body(Function &function);
    void read_in_body(Names &names);
    void read_directive(Names &names);
    void read_registers(Names &names);
    void read_label();
    void read_location();
    void read_debug_strings();
    void read_statement(Names &names);
    Operand read_operand();
    Operand read_address();
    Operand read_value();
    void open_scope(Names &names);
    void close_scope(Names &names);
    void resolve_tables(const Scope &outermost);

    std::vector<Token> tokens;
    size_t place = 0;
    Module &module;
    std::vector<Scope> scopes;
    std::map<std::string, std::vector<std::string>> branch_tables;
    std::vector<std::pair<int, std::string>> table_branches;
    int source_file = 0;
    int source_line = 0;
    int caller_file = 0;
    int caller_line = 0;
    int location = -1;
    std::map<std::vector<int>, int> known_locations;            // by place and the caller's number
    std::map<std::array<int, 3>, int> latest_location_of_place; // file, line, column
};

// The bits that a number such as 0d3FF0000000000000, 0f3F800000, -8 or 0x1F stands for.
uint64_t number_bits(const std::string &spelling);

} // namespace ptx

#endif
