/* The data lines of section BOUNDS. */
#include <math.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "qps_error.h"
#include "qps_number.h"
#include "qps_parser.h"

/* What a type of bound says. A side of which it says nothing stays as it was. */
typedef struct bound_type {
    const char *code;
    bool takes_number;
    bool sets_lower;
    bool sets_upper;
    const char *unsupported; /* NULL, or what it makes of the variable */
} bound_type;

static const bound_type TYPES[] = {
    {"LO", true, true, false, NULL},
    {"UP", true, false, true, NULL},
    {"FX", true, true, true, NULL},
    {"FR", false, true, true, NULL},
    {"MI", false, true, false, NULL},
    {"PL", false, false, true, NULL},
    {"BV", false, false, false, "an integer"},
    {"LI", true, false, false, "an integer"},
    {"UI", true, false, false, "an integer"},
    {"SC", true, false, false, "a semi-continuous"},
    {"SI", true, false, false, "a semi-continuous integer"},
};

enum { TYPE_COUNT = sizeof TYPES / sizeof TYPES[0] };

static const bound_type *type_of_code(const char *code)
{
    for (int i = 0; i < TYPE_COUNT; i++) {
        if (strcasecmp(code, TYPES[i].code) == 0) return &TYPES[i];
    }
    return NULL;
}

static cnl_status refuse_type(const qps_parser *parser, const bound_type *type, const char *code)
{
    if (type != NULL) {
        return qps_unsupported(parser->error, parser->line,
                               "a bound of type %s makes %s variable, and such variables are not supported", type->code,
                               type->unsupported);
    }
    return qps_refuse(parser->error, parser->line,
                      "expected a bound of type LO, UP, FX, FR, MI or PL, found type " QPS_NAME, code);
}

/* Three words in free format are a type, a column and a number, or a type, a set and a column. */
static void find_parts(const qps_parser *parser, const bound_type *type, qps_record *record)
{
    if (parser->fixed || record->numbers[0] != NULL || *record->name == '\0') return;
    const qps_names *columns = &parser->model->column_names;
    bool ends_in_column = qps_names_find(columns, record->names[0]) >= 0;
    if (!type->takes_number && (ends_in_column || qps_names_find(columns, record->name) < 0)) return;
    record->numbers[0] = record->names[0];
    record->names[0] = record->name;
    record->name += strlen(record->name);
}

static cnl_status set_side(const qps_parser *parser, const char *name, const char *which, double value, bool *given,
                           double *side)
{
    if (*given) {
        return qps_refuse(parser->error, parser->line, "the %s bound of column " QPS_NAME " is given twice", which,
                          name);
    }
    *given = true;
    *side = fabs(value) >= QPS_INFINITE ? copysign(INFINITY, value) : value;
    return CNL_OK;
}

cnl_status qps_read_bound(qps_parser *parser, const qps_record *record)
{
    const bound_type *type = type_of_code(record->code);
    if (type == NULL || type->unsupported != NULL) return refuse_type(parser, type, record->code);
    qps_record parts = *record;
    find_parts(parser, type, &parts);
    cnl_status status = qps_take_set(parser, parts.name);
    if (status != CNL_OK) return status;
    const char *name = parts.names[0];
    int32_t number;
    status = qps_take_column(parser, name, &number);
    if (status != CNL_OK) return status;

    double value = 0;
    if (type->takes_number || parts.numbers[0] != NULL) {
        status = qps_take_number(parser, name, parts.numbers[0], &value);
        if (status != CNL_OK) return status;
    }
    qps_column *column = &parser->model->columns[number];
    column->line = parser->line;
    double lower = type->takes_number ? value : -INFINITY;
    double upper = type->takes_number ? value : INFINITY;
    if (type->sets_lower) status = set_side(parser, name, "lower", lower, &column->has_lower, &column->lower);
    if (type->sets_upper && status == CNL_OK) {
        status = set_side(parser, name, "upper", upper, &column->has_upper, &column->upper);
    }
    return status;
}
