/* The derivatives by crews of problems of at most 80 rows and variables. */
#define CREW_TILES    10
#define BLOCKS        4
#define CREW_NAME     crew_differentiator_80
#define CREW_INSTANCE DIFFERENTIATOR_80
#include "crew_differentiate_driver.h"
