#include "qps_parser.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "qps_error.h"

typedef struct section_kind {
    const char *keyword;
    qps_section_id id;
    qps_shape shape;
    bool has_text;        /* more may stand on the line of the keyword itself */
    qps_section_id needs; /* comes before it; QPS_SECTION_COUNT for nothing */
    cnl_status (*read)(qps_parser *parser, const qps_record *record);
} section_kind;

static const section_kind SECTIONS[] = {
    {"NAME", QPS_NAME_LINE, QPS_TEXT, true, QPS_SECTION_COUNT, qps_read_name},
    {"OBJSENSE", QPS_OBJECTIVE_SENSE, QPS_TEXT, true, QPS_SECTION_COUNT, qps_read_sense},
    {"OBJNAME", QPS_OBJECTIVE_NAME, QPS_TEXT, true, QPS_SECTION_COUNT, qps_read_objective_name},
    {"ROWS", QPS_ROWS, QPS_CODE_NAME, false, QPS_SECTION_COUNT, qps_read_row},
    {"COLUMNS", QPS_COLUMNS, QPS_NAME_PAIRS, false, QPS_ROWS, qps_read_column},
    {"RHS", QPS_RIGHT_SIDES, QPS_SET_PAIRS, false, QPS_ROWS, qps_read_right_side},
    {"RANGES", QPS_RANGES, QPS_SET_PAIRS, false, QPS_ROWS, qps_read_range},
    {"BOUNDS", QPS_BOUNDS, QPS_BOUND, false, QPS_COLUMNS, qps_read_bound},
    {"QUADOBJ", QPS_QUADRATIC_TRIANGLE, QPS_NAME_PAIRS, false, QPS_COLUMNS, qps_read_quadratic},
    {"QSECTION", QPS_QUADRATIC_TRIANGLE, QPS_NAME_PAIRS, true, QPS_COLUMNS, qps_read_quadratic},
    {"QMATRIX", QPS_QUADRATIC_WHOLE, QPS_NAME_PAIRS, false, QPS_COLUMNS, qps_read_quadratic},
};

enum { SECTION_KINDS = sizeof SECTIONS / sizeof SECTIONS[0] };

static const section_kind *section_of_keyword(const char *keyword)
{
    for (int i = 0; i < SECTION_KINDS; i++) {
        if (strcasecmp(keyword, SECTIONS[i].keyword) == 0) return &SECTIONS[i];
    }
    return NULL;
}

static const section_kind *section_of_id(qps_section_id id)
{
    for (int i = 0; i < SECTION_KINDS; i++) {
        if (id == SECTIONS[i].id) return &SECTIONS[i];
    }
    return NULL;
}

/* QSECTION may name the row whose quadratic part it is: only the objective can have one. */
static cnl_status check_quadratic_row(const qps_parser *parser, const char *name)
{
    int32_t row = qps_names_find(&parser->model->row_names, name);
    if (row < 0 || row != qps_model_objective(parser->model)) {
        return qps_refuse(parser->error, parser->line,
                          "only the objective may have a quadratic part, and row " QPS_NAME " is not the objective",
                          name);
    }
    return CNL_OK;
}

static cnl_status begin_section(qps_parser *parser, const section_kind *kind, char *rest)
{
    if (parser->seen[kind->id]) {
        return qps_refuse(parser->error, parser->line, "section %s is given twice", kind->keyword);
    }
    if (kind->needs != QPS_SECTION_COUNT && !parser->seen[kind->needs]) {
        return qps_refuse(parser->error, parser->line, "section %s is expected before section %s",
                          section_of_id(kind->needs)->keyword, kind->keyword);
    }
    bool quadratic = kind->id == QPS_QUADRATIC_TRIANGLE || kind->id == QPS_QUADRATIC_WHOLE;
    if (quadratic && (parser->seen[QPS_QUADRATIC_TRIANGLE] || parser->seen[QPS_QUADRATIC_WHOLE])) {
        return qps_refuse(parser->error, parser->line, "the quadratic objective is given twice");
    }
    if (*rest != '\0' && !kind->has_text) {
        return qps_refuse(parser->error, parser->line, "expected nothing after %s, found " QPS_NAME, kind->keyword,
                          rest);
    }
    parser->seen[kind->id] = true;
    parser->section = kind->id;
    if (kind->id == QPS_QUADRATIC_WHOLE) parser->model->whole_quadratic = true;
    if (*rest == '\0') return CNL_OK;
    if (quadratic) return check_quadratic_row(parser, rest);
    qps_record record = {.code = "", .name = rest};
    return kind->read(parser, &record);
}

static bool awaits_sense(const qps_parser *parser)
{
    return parser->section == QPS_OBJECTIVE_SENSE && !parser->sense_given;
}

static cnl_status end_section(const qps_parser *parser)
{
    if (awaits_sense(parser)) {
        return qps_refuse(parser->error, parser->line, "expected MIN or MAX after OBJSENSE");
    }
    if (parser->section == QPS_OBJECTIVE_NAME && parser->model->objective_name == NULL) {
        return qps_refuse(parser->error, parser->line, "expected the name of a row after OBJNAME");
    }
    return CNL_OK;
}

/* A line that starts in its first column: a section, or ENDATA; some writers put MIN or MAX there, too. */
static cnl_status read_header(qps_parser *parser, char *line, bool *ended)
{
    char *rest = line;
    char *keyword = qps_next_word(&rest);
    const section_kind *kind = section_of_keyword(keyword);
    if (kind == NULL && awaits_sense(parser)) {
        qps_record record = {.code = "", .name = keyword};
        return qps_read_sense(parser, &record);
    }
    cnl_status status = end_section(parser);
    if (status != CNL_OK) return status;
    if (strcasecmp(keyword, "ENDATA") == 0) {
        *ended = true;
        return CNL_OK;
    }
    if (kind == NULL) {
        return qps_refuse(parser->error, parser->line,
                          "unknown section " QPS_NAME "; expected NAME, OBJSENSE, OBJNAME, ROWS, COLUMNS, RHS, RANGES, "
                          "BOUNDS, QUADOBJ, QSECTION, QMATRIX or ENDATA",
                          keyword);
    }
    return begin_section(parser, kind, qps_trim(rest));
}

static cnl_status read_data(qps_parser *parser, char *line)
{
    if (parser->section == QPS_SECTION_COUNT) {
        return qps_refuse(parser->error, parser->line, "expected section NAME or ROWS before any data");
    }
    const section_kind *kind = section_of_id(parser->section);
    /* Looked for in the whole line, since no two writers of the fixed format put it into the same field. */
    if (parser->section == QPS_COLUMNS && strstr(line, "'MARKER'") != NULL) {
        return qps_unsupported(parser->error, parser->line,
                               "a marker; expected none, since integer variables are not supported");
    }
    qps_record record;
    cnl_status status = qps_record_parse(line, parser->fixed, kind->shape, parser->line, &record, parser->error);
    return status == CNL_OK ? kind->read(parser, &record) : status;
}

static cnl_status check_complete(const qps_parser *parser)
{
    const qps_model *model = parser->model;
    if (!parser->seen[QPS_ROWS])
        return qps_refuse(parser->error, parser->line, "ENDATA, but no section ROWS before it");
    if (model->column_names.count == 0) {
        return qps_refuse(parser->error, parser->line, "ENDATA, but no columns before it");
    }
    if (qps_model_objective(model) >= 0) return CNL_OK;
    if (model->objective_name != NULL) {
        return qps_refuse(parser->error, parser->line, "OBJNAME asks for row " QPS_NAME ", and no row of type N has it",
                          model->objective_name);
    }
    return qps_refuse(parser->error, parser->line, "no objective: section ROWS holds no row of type N");
}

static cnl_status read_lines(qps_parser *parser)
{
    bool ended = false;
    while (!ended) {
        char *line = NULL;
        cnl_status status = text_source_next(parser->source, &line, parser->error);
        if (status != CNL_OK) return status;
        parser->line = text_source_line_number(parser->source);
        if (line == NULL) {
            if (parser->line == 0)
                return io_invalid(parser->error, "is empty; expected .npz, or QPS text, plain or gzip");
            return qps_refuse(parser->error, parser->line, "the file ends here, cut short: expected ENDATA");
        }
        bool is_header = *line != ' ' && *line != '\t';
        bool says_nothing = *line == '*' || line[strspn(line, " \t")] == '\0';
        if (says_nothing) continue;
        status = is_header ? read_header(parser, line, &ended) : read_data(parser, line);
        if (status != CNL_OK) return status;
    }
    return check_complete(parser);
}

cnl_status qps_parse(text_source *source, bool fixed, qps_model *model, cnl_error *error)
{
    qps_parser parser = {
        .source = source, .fixed = fixed, .model = model, .error = error, .section = QPS_SECTION_COUNT};
    cnl_status status = read_lines(&parser);
    for (int i = 0; i < QPS_SECTION_COUNT; i++) free(parser.set_names[i]);
    return status;
}
