/**
 * @file executors.h
 * Which executors this CPU can run.
 */
#ifndef CPU_EXECUTORS_H
#define CPU_EXECUTORS_H

#include <conelet/context.h>

struct executor;
struct single_executor;

/**
 * Choose the executors for an instruction set.
 *
 * @param[in]  isa     what is asked for; ::CNL_ISA_AUTO = the widest that this CPU has
 * @param[out] wide    packs of many lanes
 * @param[out] narrow  one lane, for batches of one
 * @param[out] single  packs of floats, or NULL
 * @param[out] chosen  the instruction set in use, never ::CNL_ISA_AUTO
 * @return CNL_OK, or CNL_NOT_SUPPORTED if this CPU or this build lacks it
 */
cnl_status cpu_executors(cnl_isa isa, const struct executor **wide, const struct executor **narrow,
                         const struct single_executor **single, cnl_isa *chosen);

#endif
