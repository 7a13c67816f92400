#include "parser.h"

namespace ptx
{

void Parser::read_body(Function &function)
{
    Names names(module, function);
    for (Variable *variable : function.locals) {
        names.add_variable(variable);
    }
    function.first = static_cast<int>(module.code.size());
    source_file = source_line = caller_file = caller_line = 0;
    location = -1;
    latest_location_of_place.clear();
    branch_tables.clear();
    table_branches.clear();
    expect_sign('{');
    scopes.assign(1, Scope());
    while (!scopes.empty()) {
        read_in_body(names);
    }
    function.past = static_cast<int>(module.code.size());
}

void Parser::read_in_body(Names &names)
{
    if (peek().kind == Token::end) fail("a function without an end");
    if (take_sign('{')) {
        open_scope(names);
    } else if (take_sign('}')) {
        close_scope(names);
    } else if (take_sign(';')) {
        return; // nvcc closes inline assembler with one of its own
    } else if (peek().kind == Token::word && peek().spelling[0] == '.') {
        read_directive(names);
    } else if (peek(1).kind == Token::sign && peek(1).spelling == ":") {
        read_label();
    } else {
        read_statement(names);
    }
}

void Parser::open_scope(Names &names)
{
    names.open();
    scopes.emplace_back();
}

// Labels are known inside their braces only: inline assembler brings its own.
void Parser::close_scope(Names &names)
{
    const Scope closed = scopes.back();
    scopes.pop_back();
    names.close();
    for (const auto &[instruction, label] : closed.branches) {
        const auto found = closed.labels.find(label);
        if (found != closed.labels.end()) {
            module.code[static_cast<size_t>(instruction)].target = found->second;
        } else if (scopes.empty()) {
            fail("no label " + label);
        } else {
            scopes.back().branches.emplace_back(instruction, label);
        }
    }
    if (scopes.empty()) resolve_tables(closed);
}

void Parser::resolve_tables(const Scope &outermost)
{
    for (const auto &[instruction, table] : table_branches) {
        for (const std::string &label : branch_tables[table]) {
            const auto found = outermost.labels.find(label);
            if (found == outermost.labels.end()) fail("no label " + label);
            module.code[static_cast<size_t>(instruction)].targets.push_back(found->second);
        }
    }
}

void Parser::read_directive(Names &names)
{
    static const std::map<std::string, Space> spaces = {{".local", Space::local},
                                                        {".shared", Space::shared},
                                                        {".param", Space::parameter},
                                                        {".global", Space::global},
                                                        {".const", Space::constant}};
    const std::string word = expect_word();
    if (word == ".reg") {
        read_registers(names);
    } else if (word == ".loc") {
        read_location();
    } else if (word == ".pragma") {
        place++;
        expect_sign(';');
    } else if (spaces.count(word)) {
        Variable *variable = read_variable(spaces.at(word));
        names.function.locals.push_back(variable);
        names.add_variable(variable);
        expect_sign(';');
    } else {
        fail("cannot read \"" + word + "\" in a function");
    }
}

// .reg .b32 %r<10>, temporary;
void Parser::read_registers(Names &names)
{
    expect_word();
    do {
        const std::string name = expect_word();
        if (take_sign('<')) {
            const int64_t count = expect_integer();
            for (int64_t i = 0; i < count; i++) {
                names.add_register(name + std::to_string(i));
            }
            expect_sign('>');
        } else {
            names.add_register(name);
        }
    } while (take_sign(','));
    expect_sign(';');
}

// .loc file line column [, function_name label, inlined_at file line column]; the place of the call has a .loc of its
// own further up, which says where that one was inlined.
void Parser::read_location()
{
    const auto read_place = [this]() -> std::array<int, 3> {
        const int file = static_cast<int>(expect_integer());
        const int row = static_cast<int>(expect_integer());
        return {file, row, static_cast<int>(expect_integer())};
    };
    const int line = peek().line;
    const std::array<int, 3> where = read_place();
    Location found;
    std::array<int, 3> caller = {0, 0, 0};
    while (peek().line == line && peek().kind != Token::end) {
        if (take_word("inlined_at")) {
            caller = read_place();
            const auto known = latest_location_of_place.find(caller);
            if (known != latest_location_of_place.end()) found.caller = known->second;
        } else if (take_word("function_name")) {
            found.label = expect_word();
        } else {
            place++;
        }
    }
    source_file = where[0];
    source_line = where[1];
    caller_file = caller[0];
    caller_line = caller[1];
    const auto fresh = known_locations.emplace(std::vector<int>{where[0], where[1], where[2], found.caller},
                                               static_cast<int>(module.locations.size()));
    if (fresh.second) module.locations.push_back(found);
    location = fresh.first->second;
    latest_location_of_place[where] = location;
}

void Parser::read_label()
{
    const std::string label = expect_word();
    expect_sign(':');
    if (take_word(".branchtargets")) {
        do {
            branch_tables[label].push_back(expect_word());
        } while (take_sign(','));
        expect_sign(';');
        return;
    }
    scopes.back().labels[label] = static_cast<int>(module.code.size());
}

static void split_opcode(Statement &statement)
{
    size_t start = 0;
    while (start <= statement.text.size()) {
        size_t dot = statement.text.find('.', start);
        if (dot == std::string::npos) dot = statement.text.size();
        const std::string word = statement.text.substr(start, dot - start);
        if (start == 0) {
            statement.opcode = word;
        } else if (scalar_named(word) != Scalar::none) {
            statement.types.push_back(scalar_named(word));
        } else {
            statement.qualifiers.push_back(word);
        }
        start = dot + 1;
    }
}

void Parser::read_statement(Names &names)
{
    Statement statement;
    statement.line = peek().line;
    if (take_sign('@')) {
        statement.guard_negated = take_sign('!');
        statement.guard = expect_word();
    }
    statement.text = expect_word();
    split_opcode(statement);
    while (!take_sign(';')) {
        statement.operands.push_back(read_operand());
        take_sign(',');
    }

    Instruction instruction;
    Description description;
    description.text = statement.text;
    description.line = statement.line;
    description.source_file = source_file;
    description.source_line = source_line;
    description.caller_file = caller_file;
    description.caller_line = caller_line;
    description.location = location;
    decode(statement, names, instruction, description);
    const int index = static_cast<int>(module.code.size());
    if (instruction.flow == Flow::branch) {
        scopes.back().branches.emplace_back(index, statement.operands.at(0).text);
    } else if (instruction.flow == Flow::branch_table) {
        table_branches.emplace_back(index, statement.operands.at(1).text);
    }
    module.code.push_back(instruction);
    module.descriptions.push_back(description);
}

Operand Parser::read_operand()
{
    if (at_sign('[')) return read_address();
    if (at_sign('{') || at_sign('(')) {
        Operand operand;
        operand.kind = at_sign('{') ? Operand::vector : Operand::list;
        const char close = at_sign('{') ? '}' : ')';
        place++;
        while (!take_sign(close)) {
            operand.parts.push_back(read_operand());
            take_sign(',');
        }
        return operand;
    }
    return read_value();
}

Operand Parser::read_address()
{
    expect_sign('[');
    Operand operand = read_value();
    if (operand.kind == Operand::value) {
        operand.text.clear(); // an absolute address
    } else {
        operand.bits = 0;
    }
    operand.kind = Operand::address;
    if (take_sign('+')) {
        const bool negative = take_sign('-');
        const uint64_t offset = static_cast<uint64_t>(expect_integer());
        operand.bits += negative ? ~offset + 1 : offset;
    }
    expect_sign(']');
    return operand;
}

Operand Parser::read_value()
{
    Operand operand;
    operand.negated = take_sign('!');
    const bool negative = take_sign('-');
    if (peek().kind == Token::number) {
        operand.kind = Operand::value;
        operand.bits = number_bits(tokens[place++].spelling);
        if (negative) operand.bits = ~operand.bits + 1;
        return operand;
    }
    operand.kind = Operand::name;
    operand.text = expect_word();
    if (take_sign('|')) operand.second = expect_word();
    return operand;
}

} // namespace ptx
