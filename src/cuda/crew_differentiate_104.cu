/* The derivatives by crews of problems of at most 104 rows and variables. */
#define CREW_TILES    13
#define BLOCKS        3
#define CREW_NAME     crew_differentiator_104
#define CREW_INSTANCE DIFFERENTIATOR_104
#include "crew_differentiate_driver.h"
