/* Adjoint derivatives by warps from kept factors, for at most 40 rows and variables. */
#define WARP_TILES    5
#define WARPS         2
#define BLOCKS        6
#define WARP_INSTANCE INSTANCE_WARP_40
#define KEPT_NAME     kept_vjp_40
#include "kept_warp_driver.h"
