// A C++ program links the library and asks it for a name.
#include <conelet/conelet.h>

#include <cstring>

int main() { return std::strcmp(cnl_outcome_string(CNL_SOLVED), "solved") == 0 ? 0 : 1; }
